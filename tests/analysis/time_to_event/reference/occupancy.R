# Reference numbers for state occupancy, from R 4.2.2 and survival 3.5-3. Run with `Rscript
# occupancy.R` in this folder. survival::myeloid: 646 patients with acute myeloid leukaemia, from
# randomization to complete remission, relapse and death; one row is one stay in a state.
#   occupancy_stays.csv   patient, state, start_day, stop_day, next (empty: censored)
#   occupancy.csv         day, state, estimate: survfit's pstate

suppressMessages(library(survival))

stays <- do.call(rbind, lapply(seq_len(nrow(myeloid)), function(row) {
  one <- myeloid[row, ]
  days <- c(one$crtime, one$rltime, if (one$death == 1) one$futime)
  states <- c("complete remission", "relapsed", if (one$death == 1) "death")
  known <- !is.na(days) & days <= one$futime
  days <- days[known]
  states <- states[known]
  later <- rev(!duplicated(rev(days)))  # of several on one day the last holds
  days <- days[later]
  states <- states[later]
  from <- c("not in remission", states)
  start <- c(0, days)
  stop <- c(days, one$futime)
  to <- c(states, "")
  kept <- start < stop & from != "death"
  data.frame(patient = row, state = from, start_day = start, stop_day = stop, following = to)[kept, ]
}))
stays$event <- factor(
  stays$following, c("", "complete remission", "relapsed", "death")
)
fit <- survfit(
  Surv(start_day, stop_day, event) ~ 1, stays, id = patient,
  istate = factor(state, c("not in remission", "complete remission", "relapsed", "death"))
)
steps <- do.call(rbind, lapply(seq_along(fit$states), function(place) {
  data.frame(day = fit$time, state = fit$states[place], estimate = fit$pstate[, place])
}))
steps <- steps[steps$day %in% fit$time[c(TRUE, rep(FALSE, 9))], ]  # every tenth day
steps$estimate <- signif(steps$estimate, 14)
names(stays)[5] <- "next"
write.csv(stays[1:5], "occupancy_stays.csv", row.names = FALSE, quote = FALSE)
write.csv(steps, "occupancy.csv", row.names = FALSE, quote = FALSE)
