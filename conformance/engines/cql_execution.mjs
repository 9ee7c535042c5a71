// CQL by cql-execution: translates response.cql to ELM, then runs one expression for each vector.
// Needs: npm install --prefix conformance/engines

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  CqlTranslator, createModelInfoProvider, createUcumService, LibraryManager, ModelManager,
  stringAsSource,
} from "@cqframework/cql/cql-to-elm";
import cql from "cql-execution";

const here = dirname(fileURLToPath(import.meta.url));
const read = (name) => readFileSync(join(here, name), "utf8");
const models = new ModelManager();
models.modelInfoLoader.registerModelInfoProvider(
  createModelInfoProvider((id) => (id === "System" ? stringAsSource(read("system_model.xml")) : null)),
);
// The translator only asks whether a unit is one; cql-execution converts.
const asIs = (number) => number;
const units = createUcumService(asIs, () => null, asIs, asIs);
const libraries = new LibraryManager(models, undefined, undefined, units);
const elm = JSON.parse(CqlTranslator.fromText(read("response.cql"), libraries).toJson());
const faults = (elm.library.annotation ?? []).filter((each) => each.errorSeverity === "error");
if (faults.length) {
  console.error(faults.map((each) => `${each.startLine}: ${each.message}`).join("\n"));
  process.exit(1);
}
const library = new cql.Library(elm);
const written = new Set(Object.keys(library.expressions));
const nobody = { currentPatient: () => undefined, nextPatient: () => undefined };
const ends = ["kidney failure", "dialysis", "transplant", "death"];

function skips(vector) {
  const tests = vector.child.samples.map((each) => each.test);
  if (!written.has(vector.definition)) return "a definition that is not written in CQL";
  if (vector.line !== null) return "lines of treatment";
  if (vector.strategy !== "treatment policy") return "strategies for a rescue drug";
  if (tests.some((each) => ["dipstick", "protein_24h"].includes(each))) return "urine tests other than Up/c";
  return "";
}

function quantity(sample) {
  if (sample.value === null || sample.sign) return null;
  return new cql.Quantity(sample.value, sample.unit);
}

async function judge(vector) {
  const { samples, events, last_follow_up } = vector.child;
  const of = (test) => samples.filter((each) => each.test === test && each.day !== null);
  const last = events.filter((each) => ends.includes(each.event)).concat(last_follow_up ?? [])
    .map((each) => each.day ?? each.latest_day).filter((each) => each !== undefined);
  const parameters = {
    Urine: of("upcr").map((each) => ({ onDay: each.day, ratio: quantity(each) })),
    Blood: of("albumin").map((each) => ({ onDay: each.day, albumin: quantity(each) })),
    LastDay: Math.min(...last, 100000),
    Relapses: events.filter((each) => each.event === "relapse" && each.day !== undefined)
      .map((each) => each.day),
  };
  const executor = new cql.Executor(library, null, parameters);
  const found = (await executor.exec(nobody)).unfilteredResults[vector.definition];
  return { id: vector.id, response: found.response, onset_day: found.onset,
    confirmed_day: found.confirmed, relapse_day: found.relapse };
}

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const vector = JSON.parse(line);
  const why = skips(vector);
  console.log(JSON.stringify(why ? { id: vector.id, skipped: why } : await judge(vector)));
}
