// What the navigation has besides lists, made once for an account.
import { Assessment } from "./assessment.js";
import { AssignmentPart } from "./assignment.js";
import { Check } from "./check.js";
import { DuplicatesPart } from "./duplicates.js";
import { Progress } from "./progress.js";
import { SuspicionsPart } from "./suspicions.js";

/** Parts by name; `onRecord(plural, id)` opens a record, `onShow(make)` shows in the drawer what is made. */
export const makeParts = (to) => ({
  check: new Check(to),
  duplicates: new DuplicatesPart(to),
  progress: new Progress(to),
  assessment: new Assessment(to),
  assignment: new AssignmentPart(to),
  suspicions: new SuspicionsPart(to),
});
