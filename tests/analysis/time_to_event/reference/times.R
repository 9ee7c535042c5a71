# Reference numbers for curves and their tests, from R 4.2.2, survival 3.5-3 and cmprsk 2.2-11.
# Run with `Rscript times.R` in this folder. All data sets are public and come with the R package
# survival; what they are stands beside each. It writes
#   NAME_times.csv          month, cause (0 censored, 1 the event, 2 competing), group
#   NAME_survival.csv       survival::survfit, conf.type = "log-log", one row per month with an event
#   NAME_incidence.csv      the same of cause 1 where something competes
#   curve_tests.csv         survival::survdiff (log-rank, competing events censored), cmprsk::cuminc
#   curve_medians.csv       the median of each Kaplan-Meier curve and its interval
#   NAME_visits.csv         after, until (empty: not until the last visit), one row per patient
#   NAME_turnbull.csv       after, until, mass of the peak of the likelihood; R's own estimate is
#                           stopped at 5e-5, so plain self-consistency is run on to 1e-15 from there,
#                           with `survfit` printed beside it (survfit_estimate, at `until`)

suppressMessages({
  library(survival)
  library(cmprsk)
})

exactly <- function(table, name) {
  write.csv(signif(table, 14), paste0(name, ".csv"), row.names = FALSE, quote = FALSE, na = "")
}

tests <- list()
medians <- list()

note_tests <- function(name, month, cause, group) {
  found <- survdiff(Surv(month, cause == 1) ~ group)
  freedom <- length(unique(group)) - 1
  tests[[length(tests) + 1]] <<- data.frame(
    name, test = "log-rank", statistic = found$chisq, freedom,
    p = pchisq(found$chisq, freedom, lower.tail = FALSE)
  )
  if (any(cause == 2)) {
    gray <- cuminc(month, cause, group, cencode = 0)$Tests[1, ]
    tests[[length(tests) + 1]] <<- data.frame(
      name, test = "gray", statistic = gray[["stat"]], freedom = gray[["df"]], p = gray[["pv"]]
    )
  }
}

write_set <- function(name, month, cause, group) {
  known <- !is.na(month) & !is.na(cause) & !is.na(group)
  month <- month[known]
  cause <- cause[known]
  group <- as.integer(factor(group[known]))
  exactly(data.frame(month, cause, group), paste0(name, "_times"))
  note_tests(name, month, cause, group)
  if (any(cause == 2)) {
    fit <- survfit(Surv(month, factor(cause, 0:2)) ~ 1, conf.type = "log-log")
    rises <- fit$n.event[, 2] > 0
    exactly(data.frame(
      month = fit$time, estimate = fit$pstate[, 2], standard_error = fit$std.err[, 2],
      low = fit$lower[, 2], high = fit$upper[, 2]
    )[rises, ], paste0(name, "_incidence"))
    return(invisible())
  }
  fit <- survfit(Surv(month, cause) ~ 1, conf.type = "log-log")
  exactly(data.frame(
    month = fit$time, survival = fit$surv, standard_error = fit$surv * fit$std.err,
    low = fit$lower, high = fit$upper, at_risk = fit$n.risk
  )[fit$n.event > 0, ], paste0(name, "_survival"))
  half <- quantile(fit, 0.5)
  medians[[length(medians) + 1]] <<- data.frame(
    name, median = half$quantile, low = half$lower, high = half$upper
  )
}

# Acute myeloid leukaemia, 23 patients, weeks to relapse, by maintenance (Miller 1997).
write_set("aml", aml$time, aml$status, aml$x)
# Ovarian cancer, 26 patients, days, by treatment (Edmunson et al. 1979).
write_set("ovarian", ovarian$futime, ovarian$fustat, ovarian$rx)
# Veterans' lung cancer trial, 137 patients, days, by four cell types (Kalbfleisch & Prentice).
write_set("veteran", veteran$time, veteran$status, veteran$celltype)
# NCCTG lung cancer, 228 patients, days, by sex (Loprinzi et al. 1994).
write_set("lung", lung$time, lung$status - 1, lung$sex)
# Primary biliary cholangitis, 418 patients, days to transplant, death competing, by stage.
write_set("pbc", pbc$time, pbc$status, pbc$stage)
# Monoclonal gammopathy (241 patients), days to progression, death competing, by sex (Kyle 1993).
progressed <- mgus$pctime
write_set(
  "mgus", ifelse(is.na(progressed), mgus$futime, progressed),
  ifelse(is.na(progressed), 2 * mgus$death, 1), mgus$sex
)
# Liver waiting list, 815 patients, days to transplant, death or withdrawal competing, by blood group.
write_set(
  "transplant", transplant$futime,
  c(censored = 0, death = 2, ltx = 1, withdraw = 2)[as.character(transplant$event)],
  transplant$abo
)

turnbull_peak <- function(name, after, until) {
  until_or_inf <- ifelse(is.na(until), Inf, until)
  # Stretches from an `after` to the next `until`, nothing between (all intervals are open, closed).
  ends <- data.frame(
    at = c(after, until_or_inf), is_end = rep(c(FALSE, TRUE), each = length(after))
  )
  ends <- ends[order(ends$at, !ends$is_end), ]
  opens <- which(!ends$is_end[-nrow(ends)] & ends$is_end[-1])
  from <- ends$at[opens]
  to <- ends$at[opens + 1]
  inside <- outer(after, from, "<=") & outer(until_or_inf, to, ">=")
  mass <- rep(1 / length(from), length(from))
  for (step in 1:200000) {
    chance <- as.vector(inside %*% mass)
    better <- mass * as.vector(t(inside) %*% (1 / chance)) / length(after)
    moved <- max(abs(better - mass))
    mass <- better
    if (moved < 1e-15) break
  }
  cat(name, "steps", step, "moved", moved, "\n")
  fit <- survfit(Surv(after, until, type = "interval2") ~ 1)
  own <- 1 - summary(fit, times = pmin(to, max(fit$time)), extend = TRUE)$surv
  held <- mass > 1e-12 & is.finite(to)
  exactly(data.frame(after = from, until = to, mass, survfit_estimate = own)[held, ],
    paste0(name, "_turnbull"))
}

# Primary biliary cholangitis, serial visits: the first visit with a sign that was absent at entry.
write_visits <- function(name, sign) {
  seen <- pbcseq[!is.na(pbcseq[[sign]]), ]
  rows <- lapply(split(seen, seen$id), function(one) {
    one <- one[order(one$day), ]
    present <- one[[sign]] > 0
    if (present[1]) return(NULL)
    at <- which(present)[1]
    if (is.na(at)) return(data.frame(after = max(one$day), until = NA))
    data.frame(after = one$day[at - 1], until = one$day[at])
  })
  intervals <- do.call(rbind, rows)
  exactly(intervals, paste0(name, "_visits"))
  turnbull_peak(name, intervals$after, intervals$until)
}

write_visits("pbcseq_spiders", "spiders")
write_visits("pbcseq_ascites", "ascites")

table <- do.call(rbind, tests)
table[3:5] <- signif(table[3:5], 14)
write.csv(table, "curve_tests.csv", row.names = FALSE, quote = FALSE)
table <- do.call(rbind, medians)
write.csv(table, "curve_medians.csv", row.names = FALSE, quote = FALSE, na = "")
