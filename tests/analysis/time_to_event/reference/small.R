# Beta product limits and five further data sets, from R 4.2.2, survival 3.5-3, cmprsk 2.2-11 and
# bpcp 1.4.2. Run with `Rscript small.R` in this folder. All data sets are public and come with the R
# packages MASS and survival; what they are stands beside each. It writes
#   NAME_beta_product.csv   time, events, midp, low, high of the survival from each time to the next
#                           (time 0: before the first), of bpcp::bpcp
#   beta_product_medians.csv  the limits of the median of each (bpcp::quantile)
#   NAME_times.csv, NAME_survival.csv, NAME_incidence.csv, further_tests.csv, further_medians.csv
#                           as in times.R; days or weeks stand for months

suppressMessages({
  library(survival)
  library(cmprsk)
  library(bpcp)
})

exactly <- function(table, name) {
  write.csv(signif(table, 14), paste0(name, ".csv"), row.names = FALSE, quote = FALSE, na = "")
}

limits <- list()

write_limits <- function(name, time, status) {
  exactly(data.frame(month = time, cause = status), paste0(name, "_small"))
  rows <- list()
  for (midp in c(FALSE, TRUE)) {
    fit <- bpcp(time, status, midp = midp)
    rows[[length(rows) + 1]] <- data.frame(
      month = fit$L, midp = as.integer(midp), low = fit$lower, high = fit$upper
    )
    half <- quantile(fit, probs = 0.5)
    limits[[length(limits) + 1]] <<- data.frame(
      name, midp = as.integer(midp), low = half[1, "lower"], high = half[1, "upper"]
    )
  }
  exactly(do.call(rbind, rows), paste0(name, "_beta_product"))
}

# Weeks of remission in leukaemia under 6-MP (Freireich 1963, the example of Fay, Brittain & Proschan).
gehan <- MASS::gehan
six <- gehan[gehan$treat == "6-MP", ]
write_limits("six_mp", six$time, six$cens)
# Weeks to relapse under placebo: no censoring, many ties.
write_limits("placebo", gehan$time[gehan$treat == "control"], rep(1, 21))
# The four times of the vignette of bpcp.
write_limits("four", c(3, 7, 8, 14), c(1, 1, 1, 1))
# Acute myelogenous leukaemia, both arms.
write_limits("aml_small", aml$time, aml$status)
# All at once; the last one censored; the first one censored; nobody has the event.
write_limits("at_once", rep(5, 7), rep(1, 7))
write_limits("last_out", c(1, 2, 2, 4, 6), c(1, 1, 1, 1, 0))
write_limits("first_out", c(1, 2, 3, 3, 5, 8), c(0, 1, 0, 1, 1, 1))
limits <- do.call(rbind, limits)
write.csv(limits, "beta_product_medians.csv", row.names = FALSE, quote = FALSE)

tests <- list()
medians <- list()

write_set <- function(name, month, cause, group) {
  exactly(data.frame(month, cause, group), paste0(name, "_times"))
  found <- survdiff(Surv(month, cause == 1) ~ group)
  freedom <- sum(found$exp > 0) - 1
  tests[[length(tests) + 1]] <<- data.frame(
    name, test = "log-rank", statistic = found$chisq, freedom,
    p = pchisq(found$chisq, freedom, lower.tail = FALSE)
  )
  if (any(cause == 2)) {
    gray <- cuminc(month, cause, group, cencode = 0)$Tests[1, ]
    tests[[length(tests) + 1]] <<- data.frame(
      name, test = "gray", statistic = gray[["stat"]], freedom = gray[["df"]], p = gray[["pv"]]
    )
    fit <- survfit(Surv(month, factor(cause, 0:2)) ~ 1, conf.type = "log-log")
    rises <- fit$n.event[, 2] > 0
    exactly(data.frame(
      month = fit$time, estimate = fit$pstate[, 2], standard_error = fit$std.err[, 2],
      low = fit$lower[, 2], high = fit$upper[, 2]
    )[rises, ], paste0(name, "_incidence"))
    return(invisible())
  }
  fit <- survfit(Surv(month, cause) ~ 1, conf.type = "log-log")
  rises <- fit$n.event > 0
  exactly(data.frame(
    month = fit$time, survival = fit$surv, standard_error = fit$surv * fit$std.err,
    low = fit$lower, high = fit$upper, at_risk = fit$n.risk
  )[rises, ], paste0(name, "_survival"))
  middle <- quantile(fit, 0.5)
  medians[[length(medians) + 1]] <<- data.frame(
    name, median = middle$quantile, low = middle$lower, high = middle$upper
  )
}

# Remission in leukaemia, both arms.
write_set("gehan", gehan$time, gehan$cens, as.integer(factor(gehan$treat)))
# Death from melanoma, death of other causes competes; by ulceration.
melanoma <- MASS::Melanoma
write_set("melanoma", melanoma$time, c(1, 0, 2)[melanoma$status], melanoma$ulcer)
# Recurrence of breast cancer; by grade.
write_set("gbsg", gbsg$rfstime, gbsg$status, gbsg$grade)
# Death in colon cancer; by arm.
death <- colon[colon$etype == 2, ]
write_set("colon", death$time, death$status, as.integer(death$rx))
# First infection in chronic granulomatous disease; by arm.
first <- cgd[cgd$enum == 1, ]
write_set("cgd", first$tstop, first$status, as.integer(factor(first$treat)))
# One group is censored before anybody has the event: it is left out, on one degree of freedom less.
write_set("early_group", c(1, 2, 3, 5, 6, 7, 8, 9, 10, 11), c(0, 0, 0, 1, 1, 0, 1, 1, 0, 1),
          c(1, 1, 1, 2, 2, 2, 3, 3, 3, 3))
# A median on a flat stretch.
write_set("flat_median", c(1, 2, 4, 9), c(1, 1, 1, 1), c(1, 1, 2, 2))

write.csv(do.call(rbind, lapply(tests, function(row) {
  row[-1:-2] <- signif(row[-1:-2], 14)
  row
})), "further_tests.csv", row.names = FALSE, quote = FALSE)
write.csv(do.call(rbind, medians), "further_medians.csv", row.names = FALSE, quote = FALSE, na = "")
