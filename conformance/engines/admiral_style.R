# Confirmed response in the manner of admiral, the R packages for ADaM data sets: each visit becomes a
# response (CR, PR, NR, NE), and a response is confirmed by a later visit at least `ref_confirm` days
# on, with no worse response between and at most `max_nr_ne` visits that are not evaluable.
# Needs dplyr and jsonlite (Debian: r-cran-dplyr, r-cran-jsonlite).

suppressPackageStartupMessages(library(dplyr))
library(jsonlite)

ref_confirm <- 28
max_nr_ne <- 1
per <- c("mg/mg" = 1, "g/g" = 1, "mg/g" = 1000, "mg/mmol" = 113.12, "g/mol" = 113.12,
         "g/dL" = 1, "g/L" = 10)

file <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
definitions <- fromJSON(file.path(dirname(file), "..", "definitions.json"), simplifyVector = FALSE)
input <- file("stdin", encoding = "UTF-8")
vectors <- lapply(readLines(input), fromJSON, simplifyVector = FALSE)
close(input)

skips <- function(vector) {
  tests <- vapply(vector$child$samples, function(s) s$test, "")
  if (!is.null(vector$line)) return("lines of treatment")
  if (vector$strategy != "treatment policy") return("strategies for a rescue drug")
  if (any(tests %in% c("dipstick", "protein_24h"))) return("urine tests other than Up/c")
  fixed <- vapply(definitions[[vector$definition]]$response, function(r) !is.null(r$at_day), TRUE)
  if (any(fixed)) return("a response at a fixed week")
  ""
}

# One row is one visit: ADY, AVAL (the worst Up/c of the day) and ALB (the albumin of that day or the
# last one within 14 days before it). A result below a bound counts as half the bound.
samples_of <- function(vector) {
  used <- Filter(function(s) s$test %in% c("upcr", "albumin") && !is.null(s$day), vector$child$samples)
  number <- function(s) if (is.null(s$value)) NA_real_ else
    s$value / per[[s$unit]] * (if (startsWith(paste0(s$sign, ""), "<")) 0.5 else 1)
  data.frame(USUBJID = rep(vector$id, length(used)),
             PARAMCD = vapply(used, function(s) s$test, ""),
             ADY = vapply(used, function(s) as.numeric(s$day), 0),
             AVAL = vapply(used, number, 0))
}

read_visits <- function(vectors) {
  labs <- bind_rows(lapply(vectors, samples_of))
  blood <- labs |> filter(PARAMCD == "albumin", !is.na(AVAL)) |>
    group_by(USUBJID, ADY) |> summarise(ALB = min(AVAL), .groups = "drop") |> rename(ALBDY = ADY)
  urine <- labs |> filter(PARAMCD == "upcr") |>
    group_by(USUBJID, ADY) |> summarise(AVAL = max(AVAL), .groups = "drop")
  urine |> left_join(blood, by = "USUBJID") |>
    mutate(ALB = if_else(ADY - ALBDY >= 0 & ADY - ALBDY <= 14, ALB, NA_real_)) |>
    arrange(USUBJID, ADY, is.na(ALB), desc(ALBDY)) |>
    distinct(USUBJID, ADY, .keep_all = TRUE)
}

within_limits <- function(value, limits) {
  ok <- rep(TRUE, length(value))
  for (limit in limits) {
    if (grepl("mol", limit$unit)) next
    ok <- ok & get(limit$sign)(value, limit$value / per[[limit$unit]])
  }
  ok
}

# TRUE, FALSE, or NA where a visit is not evaluable for a rule.
meets <- function(visits, baseline, rule) {
  ok <- within_limits(visits$AVAL, rule$upcr)
  if (!is.null(rule$albumin)) {
    good <- within_limits(visits$ALB, rule$albumin)
    if (isTRUE(rule$albumin_if_measured)) good <- coalesce(good, TRUE)
    ok <- ok & good
  }
  if (!is.null(rule$fall_from_baseline)) {
    base <- tail(baseline$AVAL, if (grepl("two", rule$baseline)) 2 else 1)
    pchg <- (mean(base) - visits$AVAL) / mean(base)
    ok <- ok & pchg >= rule$fall_from_baseline$share
  }
  if (!is.null(rule$by_day)) ok <- ok & visits$ADY <= rule$by_day
  ok
}

# The first visit that a later one confirms: its day, and the day of the confirming visit.
confirm <- function(visits, ok, count) {
  for (first in which(ok %in% TRUE)) {
    if (count == 1) return(c(visits$ADY[first], visits$ADY[first]))
    later <- seq_along(ok) > first & visits$ADY >= visits$ADY[first] + ref_confirm
    for (last in which(later & ok %in% TRUE)) {
      between <- ok[first:last]
      if (any(between %in% FALSE) || sum(is.na(between)) > max_nr_ne) break
      if (sum(between %in% TRUE) >= count) return(c(visits$ADY[first], visits$ADY[last]))
    }
  }
  NULL
}

judge <- function(vector, every) {
  definition <- definitions[[vector$definition]]
  baseline <- every[every$ADY <= 0, ]
  days <- function(events) unlist(lapply(events, function(e) e$day))
  name <- vapply(vector$child$events, function(e) e$event, "")
  ends <- days(vector$child$events[name %in% c("kidney failure", "dialysis", "transplant", "death")])
  ends <- c(ends, vector$child$last_follow_up$day)
  visits <- every[every$ADY >= 1 & every$ADY <= min(ends, Inf), ]
  answer <- list(id = vector$id, response = "not evaluable", onset_day = NA, confirmed_day = NA,
                 relapse_day = NA)
  evaluable <- FALSE
  for (rule in Filter(function(r) !is.null(r$upcr), definition$response)) {
    ok <- meets(visits, baseline, rule)
    evaluable <- evaluable || any(!is.na(ok))
    found <- confirm(visits, ok, if (is.null(rule$occasions)) 1 else rule$occasions)
    if (is.null(found)) next
    answer[c("response", "onset_day", "confirmed_day")] <- list(rule$name, found[1], found[2])
    relapse <- definition$relapse
    after <- visits[visits$ADY > found[2], ]
    measured <- if (is.null(relapse)) NULL else
      confirm(after, meets(after, baseline, relapse), relapse$occasions)
    recorded <- days(vector$child$events[name == "relapse"])
    all <- c(measured[1], recorded[recorded > found[2]])
    if (length(all)) answer$relapse_day <- min(all)
    return(answer)
  }
  if (evaluable) answer$response <- "no response"
  answer
}

why <- vapply(vectors, skips, "")
visits <- read_visits(vectors[why == ""])
by_subject <- split(as.data.frame(visits), visits$USUBJID)
nothing <- as.data.frame(visits)[0, ]
for (place in seq_along(vectors)) {
  vector <- vectors[[place]]
  mine <- by_subject[[vector$id]]
  answer <- if (why[place] == "") judge(vector, if (is.null(mine)) nothing else mine) else
    list(id = vector$id, skipped = why[place])
  cat(toJSON(answer, auto_unbox = TRUE, na = "null"), "\n", sep = "")
}
