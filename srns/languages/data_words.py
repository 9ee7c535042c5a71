"""Words of the data as they are shown: keys that the catalogues have a translation of.

The data, the files and the addresses keep these keys; `srns.languages.messages.translated` shows
them.
"""

from srns.languages.messages import mark

RESPONSES_AND_STATES = (
    mark("complete remission"), mark("partial remission"), mark("no response"),
    mark("unclassified"), mark("not evaluable"), mark("in remission at start"),
    mark("no relapse, above the limits"), mark("relapsed"), mark("not in remission"),
    mark("kidney failure"), mark("death"), mark("unknown"),
    mark("complete or partial remission"), mark("complete remission or partial remission"),
    mark("in a gap"), mark("elsewhere"), mark("gap"),
)  # fmt: skip
"""Responses, states and statuses."""
NOTES = (
    mark("Up/c series simulated: draw no clinical conclusion from them"),
)  # fmt: skip
"""Notes on a cohort."""
EVENTS = (
    mark("relapse"), mark("dialysis"), mark("acute dialysis"), mark("transplant"),
    mark("biopsy"), mark("steroid resistance"), mark("infection"), mark("hospital admission"),
    mark("haemorrhagic cystitis"), mark("alopecia"), mark("other"),
    mark("next line of treatment"), mark("last follow-up"), mark("end of follow-up"),
    mark("kidney failure or death"),
)  # fmt: skip
"""Events, and what ends what counts."""
ORIGINS = (
    mark("index date"), mark("first infusion"), mark("last infusion"), mark("diagnosis"),
    mark("resistance"), mark("day 0"), mark("first urine result"), mark("first relapse"),
    mark("the onset of remission"), mark("the onset of remission, after the last infusion"),
    mark("the day of remission"), mark("the onset of complete remission"),
    mark("the onset of partial remission"),
)  # fmt: skip
"""What time counts from."""
CHILDREN = (
    mark("above it, gonadal dysfunction in most males"),
    mark("above it, risk of permanent azoospermia"), mark("female"), mark("male"),
    mark("initial"), mark("late"), mark("not recorded"), mark("none"), mark("prior"),
    mark("concomitant"), mark("maintenance"), mark("rescue"), mark("none recorded"),
    mark("negative"), mark("trace"), mark("normal"), mark("free text"), mark("all"),
    mark("the rest"), mark("selected"), mark("off drugs"), mark("on any drug"),
)  # fmt: skip
"""What is coded of a child and its treatment."""
MECHANISMS = (
    mark("anti-CD20 antibody"), mark("purine synthesis inhibitor"), mark("levamisole"),
    mark("calcineurin inhibitor"), mark("alkylating agent"),
)  # fmt: skip
"""Mechanisms of drugs."""
ANSWERS = (
    mark("yes"), mark("no"), mark("NO"), mark("cannot tell"), mark("agrees"), mark("differs"),
    mark("not comparable"), mark("not stated"), mark("no number can check"), mark("mistake"),
    mark("● decides the verdict"), mark("not judged"), mark("as published"), mark("as recorded"),
    mark("any"), mark("never"), mark("open"), mark("revoked"), mark("expired"),
)  # fmt: skip
"""Answers, and how statements compare."""
CHOICES = (
    mark("verdicts"), mark("swimmer plot"), mark("courses"), mark("time to remission"),
    mark("states over time"), mark("response"), mark("regimens in time"),
    mark("relapses on and off drugs"), mark("regimen of each child"), mark("text"),
    mark("worked cases"), mark("gaps"), mark("try a patient"), mark("own definition"),
    mark("comparison"), mark("one child"), mark("changes"), mark("agreement"),
    mark("sensitivity"), mark("table 1"), mark("child by child"), mark("data"),
    mark("recorded responses"), mark("eligibility"), mark("times"), mark("lines of treatment"),
    mark("doses"), mark("kidney function"), mark("manuscript numbers"), mark("histology"),
    mark("follow-up"), mark("workbook"), mark("histology, MCD with variants"), mark("sex"),
    mark("genetic testing"), mark("race ethnicity"), mark("selection against the rest"),
    mark("selection"), mark("regimens"), mark("no groups"), mark("curve"), mark("by month"),
    mark("between visits"), mark("duration of remission"), mark("onset day"),
    mark("reclassification"), mark("exact"), mark("mid-p"), mark("exact (Clopper–Pearson)"),
    mark("Wilson score"), mark("treatment policy"), mark("rescue is no response"),
    mark("until rescue"), mark("conventional"), mark("SI"), mark("CKiD U25 (creatinine)"),
    mark("bedside Schwartz 2009"), mark("read in the source"), mark("read in a restatement"),
    mark("line"), mark("mechanism"), mark("to 0.1 year (infants: whole months)"),
    mark("in whole years, rounded up"), mark("left out"),
    mark("one row a visit or a child (long)"), mark("one row a child, days across (wide)"),
    mark("one column a child or a visit"),
    mark("infusions from day 0 on, as in the founding paper"),
    mark("a drug by mouth: day 0 is its first dose"),
    mark("dipsticks that families read at home"),
    mark("several lines of treatment, one after the other"), mark("aggregate-only"),
    mark("viewer"), mark("editor"), mark("owner"), mark("HTML page"), mark("upward"),
    mark("downward"), mark("up"), mark("down"),
)  # fmt: skip
"""Choices of the pages: parts, options, orders, groupings, layouts."""
REPORT = (
    mark("Methods"), mark("Results"), mark("Participants"), mark("Characteristics"),
    mark("Figures of the cohort"), mark("Timelines of the children"),
    mark("Verdict of each child"), mark("What stayed unknown"), mark("Limitations"),
    mark("STROBE checklist"), mark("Supplementary tables"), mark("Queries on the workbook"),
)  # fmt: skip
"""Parts of a report."""
FLOW = (
    mark("From sheet rows to analyzed children"), mark("Filled rows of the sheet Patients"),
    mark("Row does not add a child"), mark("Row is an example row of the template"),
    mark("Children read"), mark("Removed by filters"), mark("Children after filters"),
    mark("Children at risk"), mark("Children with a urine result after day 0"),
    mark("Children with a verdict"), mark("In remission at start: not at risk"),
    mark("No Up/c after day 0"), mark("No Up/c in the workbook"),
    mark("No urine result after day 0"), mark("No urine result in the workbook"),
    mark("No index date and no infusion, so no day 0"),
    mark("Not evaluable: missing data could change the verdict"), mark("Complete remission"),
    mark("Partial remission"), mark("No response"), mark("Unclassified"),
    mark("In remission at start"),
)  # fmt: skip
"""Steps of the flow diagram."""
TITLES = (
    mark("Response"), mark("Verdicts"), mark("Swimmer"), mark("Small multiples"),
    mark("Time to remission"), mark("Waits"), mark("Complete remission and relapse by month"),
    mark("Between visits"), mark("Duration of remission"), mark("Remissions"),
    mark("States over time"), mark("Children in each state over time"), mark("Timeline"),
    mark("Evidence"), mark("Overrides"), mark("Remission by histology"),
    mark("Responses by histology"), mark("Remission by regimen"),
    mark("Status at last follow-up by maintenance regimen"), mark("Regimens"),
    mark("Regimens from the last infusion to the end of follow-up"), mark("Regimens in time"),
    mark("Regimen at fixed times"), mark("Relapse by drug"),
    mark("Relapses by regimen, per person-year in remission"), mark("Worked cases"),
    mark("Gap map"), mark("Visits in gaps"), mark("Definition matrix"),
    mark("Visits by definition"), mark("Response changes"), mark("Date changes"),
    mark("Reclassification"), mark("Remission by definition"), mark("Agreement"),
    mark("Unit effects"), mark("Tipping points"), mark("Specification curve"),
    mark("Characteristics of the children"), mark("Case table"), mark("Flow"),
    mark("Data completeness by visit"), mark("Recorded vs computed"), mark("Eligibility"),
    mark("Eligibility items"), mark("Lines"), mark("Remission by line"),
    mark("Remission by mechanism"), mark("Strategies"), mark("Dose per surface"),
    mark("Dose per weight"), mark("Kidney function"),
    mark("Haddad et al. (2021) against its own Table 1"),
    mark("The manuscript against the workbook"), mark("Cells not read"), mark("Gate"),
    mark("Counts"), mark("Audit log"), mark("Reviews"), mark("Recipe columns"),
    mark("Remove before sharing"), mark("Problems error"), mark("Problems query"),
    mark("Problems note"), mark("Checked problems"),
)  # fmt: skip
"""Titles of tables and figures where they are named for a screen reader."""
HEADINGS = (
    mark("group"), mark("n"), mark("of"), mark("percent"), mark("low"), mark("high"),
    mark("children"), mark("patient"), mark("child"), mark("code"), mark("override"),
    mark("reason"), mark("nearest miss"), mark("months from day 0"),
    mark("months from first infusion"), mark("months from last infusion"),
    mark("infusions before remission"), mark("better response possible"),
    mark("last day that counts"), mark("ended by"), mark("relapse day"),
    mark("status at last follow-up"), mark("sustained"), mark("state"), mark("month"),
    mark("until"), mark("lane"), mark("day"), mark("test"), mark("as reported"), mark("cell"),
    mark("cells"), mark("drawn as"), mark("at risk before"), mark("low (%)"), mark("high (%)"),
    mark("events"), mark("censored"), mark("method"), mark("last visit without (month)"),
    mark("first visit with (month)"), mark("event"), mark("month 6"), mark("month 12"),
    mark("month 24"), mark("after"), mark("remission"), mark("from day"),
    mark("duration (months)"), mark("name"), mark("from"), mark("to"), mark("until month"),
    mark("what"), mark("value"), mark("counted"), mark("Up/c"), mark("24-hour protein"),
    mark("dipstick"), mark("Up/c cell"), mark("24-hour protein cell"), mark("dipstick cell"),
    mark("albumin"), mark("albumin day"), mark("albumin cell"), mark("decides the verdict"),
    mark("decides"), mark("criterion not met"), mark("lacked"), mark("by"), mark("definition"),
    mark("n in group"), mark("% of group"), mark("n with response"), mark("% of response"),
    mark("children with it"), mark("% (95 % interval)"), mark("regimen"), mark("as typed"),
    mark("to day"), mark("months"), mark("bridged (days)"), mark("reason not placed"),
    mark("after the last infusion"), mark("person-years"), mark("relapses"), mark("per year"),
    mark("95 % interval"), mark("names"), mark("case"), mark("samples"), mark("demanded"),
    mark("found"), mark("because"), mark("urine"), mark("albumin under the other definition"),
    mark("definition in use"), mark("other definition"), mark("day, definition in use"),
    mark("day, other definition"), mark("by the definition in use"), mark("by the other"),
    mark("change"), mark("same response"), mark("Cohen's kappa"), mark("why not calculated"),
    mark("Up/c as reported"), mark("in its own unit"), mark("converted"),
    mark("criterion, as published"), mark("changed"), mark("first to change"), mark("at"),
    mark("searched to"), mark("who changes"), mark("complete remissions"),
    mark("characteristic"), mark("missing"), mark("visit"), mark("days"), mark("in follow-up"),
    mark("creatinine"), mark("height"), mark("weight"), mark("complete remission decidable"),
    mark("partial remission decidable"), mark("recorded (as typed)"), mark("recorded"),
    mark("computed"), mark("reason for the difference"), mark("steroid-resistant"),
    mark("difficult to treat"), mark("CNI-resistant"), mark("multidrug-resistant"),
    mark("initial resistance"), mark("late resistance"),
    mark("frequent relapse after treatment"), mark("steroid dependence after treatment"),
    mark("question"), mark("item"), mark("answer"), mark("why"), mark("source of the criterion"),
    mark("drug"), mark("next line on day"), mark("months to remission"),
    mark("status at the end"), mark("lines"), mark("rescue drug"), mark("dose"),
    mark("infusions"), mark("infusions (mg/m²)"), mark("other courses"), mark("total (mg/m²)"),
    mark("total (mg/kg)"), mark("not included"), mark("stage"), mark("estimates"),
    mark("baseline"), mark("lowest"), mark("last"), mark("not estimated"), mark("verdict"),
    mark("statement"), mark("stated value"), mark("computed value"), mark("section"),
    mark("conflicting passage"), mark("formula"), mark("field"), mark("kind"), mark("meaning"),
    mark("expected"), mark("remedy"), mark("note"), mark("sheet"), mark("heading"),
    mark("means"), mark("unit"), mark("what happens to it"), mark("where"),
    mark("what was found"), mark("what becomes of it"), mark("outcome"), mark("keep"),
    mark("first cell"), mark("in the workbook"), mark("stored as"), mark("for whom"),
    mark("role"), mark("status"), mark("created"), mark("expires"), mark("password"),
    mark("version"), mark("saved by"), mark("saved at (UTC)"), mark("content hash"),
    mark("reviewed by"), mark("changed since"), mark("threshold"), mark("shaded"),
    mark("infusion"), mark("choices"), mark("result"), mark("at risk"), mark("response, status"),
    mark("shown"), mark("visits"), mark("given"), mark("purpose"), mark("ends"), mark("label"),
    mark("word"), mark("words"), mark("typed"), mark("overall"), mark("course"), mark("eGFR"),
    mark("not assessed"), mark("letters"), mark("bound"), mark("lacking"), mark("step"),
    mark("pairs"), mark("reported"), mark("egfr"), mark("dating"), mark("occasions"),
    mark("published"), mark("says"), mark("competing"), mark("number"), mark("handled"),
    mark("topic"), mark("in this report"), mark("for the author to write"),
    mark("manual override"), mark("part"), mark("analysis results data"),
)  # fmt: skip
"""Headings of tables, and names in tooltips."""
COLUMNS = (
    mark("race/ethnicity"), mark("age at first infusion"), mark("last follow-up date"),
    mark("last follow-up day"), mark("time to steroid resistance"), mark("prednisolone trial"),
    mark("tacrolimus trial"), mark("tacrolimus trough"), mark("prior immunosuppression"),
    mark("recorded response"), mark("recorded time to remission"), mark("recorded outcome"),
    mark("notes"), mark("urine protein"), mark("urine creatinine"), mark("specimen"),
    mark("source"), mark("cyclophosphamide"), mark("methylprednisolone"), mark("start date"),
    mark("start day"), mark("stop date"), mark("stop day"), mark("dose unit"),
    mark("frequency"), mark("detail"), mark("age at diagnosis"), mark("date"),
)  # fmt: skip
"""What columns of a workbook hold; a heading in quotation marks stays as it is typed."""
TESTS = (
    mark("urine protein/creatinine ratio"), mark("urine creatinine/protein ratio"),
    mark("serum albumin"), mark("serum creatinine"), mark("urine protein by test strip"),
    mark("24-hour urine protein"), mark("urine protein concentration"),
    mark("none of these"),
)  # fmt: skip
"""Tests of a laboratory list."""
READ_AS = (
    mark("day first"), mark("month first"), mark("year first"), mark("year"), mark("weeks"),
    mark("years"), mark("category"), mark("accession"), mark("comment"),
    mark("sign"), mark("system"), mark("first morning"), mark("random"), mark("24 h"),
    mark("not done"), mark("date of birth"), mark("January"), mark("February"), mark("March"),
    mark("April"), mark("May"), mark("June"), mark("July"), mark("August"), mark("September"),
    mark("October"), mark("November"), mark("December"),
)  # fmt: skip
"""Orders of dates, parts of a date, roles in a laboratory list, and what cells mean."""
WORDS = (
    *RESPONSES_AND_STATES,
    *NOTES,
    *EVENTS,
    *ORIGINS,
    *CHILDREN,
    *MECHANISMS,
    *ANSWERS,
    *CHOICES,
    *REPORT,
    *FLOW,
    *TITLES,
    *HEADINGS,
    *COLUMNS,
    *TESTS,
    *READ_AS,
)
