# Reference numbers for the cumulative incidence, from R 4.2.2, survival 3.5-3 and cmprsk 2.2-11.
# Run with `Rscript incidence.R` in this folder; it writes, for each data set,
#   NAME.csv         month, cause (0 censored, 1 the event, 2 competing), one row per patient
#   NAME_expected.csv  one row per month with an event of cause 1:
#     estimate, standard_error, low, high   survival::survfit, conf.type = "log-log"
#     cuminc_estimate, cuminc_variance      cmprsk::cuminc (Aalen's variance, not ours)
#
# Both data sets are public and come with the R package survival:
#   mgus2        1384 patients with monoclonal gammopathy, in whole months, so with many ties;
#                1 progression, 2 death without it (Kyle et al. 2002, NEJM 346:564-569).
#   transplant_ab  the 41 patients of blood group AB on a liver waiting list, in days;
#                1 transplant, 2 death or withdrawal (Kim et al. 2006, Hepatology 43:345-351).

suppressMessages({
  library(survival)
  library(cmprsk)
})

write_reference <- function(name, month, cause) {
  write.csv(data.frame(month, cause), paste0(name, ".csv"), row.names = FALSE, quote = FALSE)
  at <- sort(unique(month[cause == 1]))
  cuminc_at <- timepoints(list("1 1" = cuminc(month, cause, cencode = 0)[["1 1"]]), at)
  fit <- survfit(Surv(month, factor(cause, 0:2)) ~ 1, conf.type = "log-log")
  row <- match(at, fit$time)
  expected <- data.frame(
    month = at,
    estimate = fit$pstate[row, 2], standard_error = fit$std.err[row, 2],
    low = fit$lower[row, 2], high = fit$upper[row, 2],
    cuminc_estimate = as.vector(cuminc_at$est), cuminc_variance = as.vector(cuminc_at$var)
  )
  write.csv(signif(expected, 12), paste0(name, "_expected.csv"), row.names = FALSE, quote = FALSE)
}

progressed <- mgus2$pstat == 1
write_reference(
  "mgus2",
  ifelse(progressed, mgus2$ptime, mgus2$futime),
  ifelse(progressed, 1, 2 * mgus2$death)
)

ab <- subset(transplant, abo == "AB")
write_reference(
  "transplant_ab",
  ab$futime,
  c(censored = 0, death = 2, ltx = 1, withdraw = 2)[as.character(ab$event)]
)
