# Reference numbers for late entry, from R 4.2.2 and survival 3.5-3. Run with `Rscript late_entry.R`
# in this folder. survival::mgus2: 1384 patients with a monoclonal gammopathy, watched from the age at
# which it was found (entry) to progression (1), death (2) or the end; time is age, in months.
#   late_times.csv      month, cause, entry, group (sex)
#   late_survival.csv   death or progression, survfit, conf.type = "log-log"
#   late_incidence.csv  progression, death competing

suppressMessages(library(survival))

ages <- with(mgus2, data.frame(
  entry = 12 * age, month = 12 * age + ifelse(pstat == 1, ptime, futime),
  cause = ifelse(pstat == 1, 1, ifelse(death == 1, 2, 0)), group = sex
))
ages <- ages[ages$month > ages$entry, ]
write.csv(ages[c("month", "cause", "entry", "group")], "late_times.csv", row.names = FALSE,
          quote = FALSE)

# The steps that stand for "progression" and "any event".
write_steps <- function(fit, estimate, error, low, high, at_risk, events, name) {
  rows <- events > 0
  table <- data.frame(month = fit$time, at_risk, estimate, standard_error = error, low, high)[rows, ]
  write.csv(signif(table, 14), name, row.names = FALSE, quote = FALSE, na = "")
}

any_event <- survfit(Surv(entry, month, cause > 0) ~ 1, ages, conf.type = "log-log")
write_steps(any_event, 1 - any_event$surv, any_event$surv * any_event$std.err, 1 - any_event$upper,
            1 - any_event$lower, any_event$n.risk, any_event$n.event, "late_survival.csv")

ages$id <- seq_len(nrow(ages))
ages$state <- factor(ages$cause, 0:2, c("censored", "progression", "death"))
both <- survfit(Surv(entry, month, state) ~ 1, ages, id = id, conf.type = "log-log")
write_steps(both, both$pstate[, 2], both$std.err[, 2], both$lower[, 2], both$upper[, 2],
            both$n.risk[, 1], both$n.event[, 2], "late_incidence.csv")
