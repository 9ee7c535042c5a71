# Fisher's exact test of larger tables, from R 4.2.2. Run with `Rscript fisher.R` in this folder.
# It writes fisher.csv: rows (groups), cells (row by row, separated by spaces), p of fisher.test.
# Tables are drawn: `apart` is how far the share of a response differs between the first and the
# last group; groups are of unequal size where `uneven`.

set.seed(20261128)
found <- list()

keep <- function(table) {
  p <- fisher.test(table, workspace = 2e8)$p.value
  found[[length(found) + 1]] <<- data.frame(
    rows = nrow(table), cells = paste(t(table), collapse = " "), p = signif(p, 14)
  )
}

response <- function(groups, children, apart, uneven) {
  sizes <- if (uneven) rgamma(groups, 5) else rep(1, groups)
  of <- rmultinom(1, children, sizes)[, 1]
  had <- rbinom(groups, of, seq(0.5 - apart, 0.5 + apart, length.out = groups))
  keep(cbind(had, of - had))
}

outcomes <- function(groups, columns, children) {
  of <- rmultinom(1, children, rep(1, groups))[, 1]
  keep(t(sapply(of, function(n) rmultinom(1, n, seq_len(columns) + 1)[, 1])))
}

for (groups in 6:8) {
  for (apart in c(0, 0.1)) {
    for (uneven in c(FALSE, TRUE)) response(groups, 500, apart, uneven)
  }
}
for (groups in 9:10) response(groups, 500, 0, FALSE)
for (groups in c(10, 12)) response(groups, 200, 0.1, TRUE)
for (columns in 3:5) outcomes(3, columns, 200)
for (columns in 3:4) outcomes(4, columns, 100)

write.csv(do.call(rbind, found), "fisher.csv", row.names = FALSE, quote = FALSE)
