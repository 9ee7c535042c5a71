-- A registry's query: gaps and islands for visits in a row, ASOF JOIN for the albumin before a visit.
-- Results come as text and are cast; what cannot be cast (<0.3, a blank) is NULL and meets nothing.
-- One row of `rules` is one response of one definition, its limits as numbers in mg/mg and g/dL.

CREATE VIEW labs AS
SELECT id, definition, day, test,
       TRY_CAST(typed AS DOUBLE) / CASE unit WHEN 'mg/g' THEN 1000 WHEN 'mg/mmol' THEN 113.12
                                             WHEN 'g/mol' THEN 113.12 WHEN 'g/L' THEN 10 ELSE 1 END
         AS result
FROM samples
WHERE day IS NOT NULL
-- of several results of one day the one entered last
QUALIFY row_number() OVER (PARTITION BY id, day, test ORDER BY entered DESC) = 1;

CREATE VIEW ends AS
SELECT id, min(coalesce(day, latest_day)) AS last
FROM events
WHERE event IN ('kidney failure', 'dialysis', 'transplant', 'death', 'last follow-up')
GROUP BY id;

CREATE VIEW visits AS
SELECT u.id, u.definition, u.day, u.result AS upcr,
       CASE WHEN u.day - a.day <= 14 THEN a.result END AS albumin
FROM (SELECT * FROM labs WHERE test = 'upcr') u
ASOF LEFT JOIN (SELECT * FROM labs WHERE test = 'albumin') a ON u.id = a.id AND u.day >= a.day
LEFT JOIN ends ON ends.id = u.id
WHERE u.day > 0 AND u.day <= coalesce(ends.last, 100000);

CREATE VIEW baseline AS
SELECT id, arg_max(result, day) AS last_one,
       list_avg(list_slice(list(result ORDER BY day DESC), 1, 2)) AS last_two
FROM labs
WHERE test = 'upcr' AND day BETWEEN -90 AND 0
GROUP BY id;

CREATE VIEW met AS
SELECT v.*, r.place, r.occasions, r.at_day,
       coalesce((r.low IS NULL OR v.upcr > r.low OR (r.low_counts AND v.upcr = r.low))
         AND (r.high IS NULL OR v.upcr < r.high OR (r.high_counts AND v.upcr = r.high))
         AND (r.albumin_low IS NULL OR v.albumin > r.albumin_low
              OR (r.albumin_low_counts AND v.albumin = r.albumin_low)
              OR (r.if_measured AND v.albumin IS NULL))
         AND (r.albumin_high IS NULL OR v.albumin <= r.albumin_high)
         AND (r.fall IS NULL
              OR 1 - v.upcr / CASE WHEN r.of_two THEN b.last_two ELSE b.last_one END >= r.fall)
         AND (r.by_day IS NULL OR v.day <= r.by_day), false) AS ok,
       row_number() OVER (PARTITION BY v.id, r.place ORDER BY v.day) AS visit
FROM visits v
JOIN rules r ON r.definition = v.definition
LEFT JOIN baseline b ON b.id = v.id
WHERE r.at_day IS NULL OR abs(v.day - r.at_day) <= r.at_window
QUALIFY r.at_day IS NULL
     OR row_number() OVER (PARTITION BY v.id, r.place ORDER BY abs(v.day - r.at_day), v.day) = 1;

CREATE VIEW islands AS
SELECT *, visit - row_number() OVER (PARTITION BY id, place ORDER BY visit) AS island
FROM met WHERE ok;

CREATE VIEW runs AS
SELECT id, place, first_value(day) OVER run AS onset, day AS confirmed
FROM islands
WINDOW run AS (PARTITION BY id, place, island ORDER BY day)
QUALIFY row_number() OVER run = occasions;

CREATE VIEW reached AS
SELECT id, place, min_by(onset, confirmed) AS onset, min(confirmed) AS confirmed
FROM runs WHERE place < 9
GROUP BY id, place
QUALIFY row_number() OVER (PARTITION BY id ORDER BY place) = 1;

CREATE VIEW relapses AS
SELECT id, onset AS day FROM runs WHERE place = 9
UNION ALL
SELECT id, day FROM events WHERE event = 'relapse' AND day IS NOT NULL;

CREATE VIEW answers AS
SELECT c.id, coalesce(n.name, CASE WHEN EXISTS (FROM visits v WHERE v.id = c.id)
                                   THEN 'no response' ELSE 'not evaluable' END) AS response,
       r.onset AS onset_day, r.confirmed AS confirmed_day,
       (SELECT min(l.day) FROM relapses l WHERE l.id = c.id AND l.day > r.confirmed) AS relapse_day
FROM children c
LEFT JOIN reached r ON r.id = c.id
LEFT JOIN rules n ON n.definition = c.definition AND n.place = r.place;
