import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { caseCodePattern } from "#shared/domain/project/caseCode.ts";
import { readDataTable } from "../../../../src-main/services/exports/index.ts";
import { csv, openLimbs, type Limbs, type MadeUpStudy } from "./limbStudies.ts";

const one = (uid: string, patientId: string, patientName: string): MadeUpStudy => ({ uid, patientId, patientName, series: ["T1 thigh"] });
/** Two patients of the same ID, one without ID and name, and three others, one of them with two studies. */
const studies = [
  one("2.25.111", "A-1", "Aal^Anna"),
  one("2.25.112", "A-1", "Aal^Anna"),
  one("2.25.121", "B-1", "Barsch^Bodo"),
  one("2.25.131", "SAME", "Dorsch^Dora"),
  one("2.25.132", "SAME", "Egli^Emil"),
  one("2.25.141", "", ""),
  one("2.25.151", "0815", "Flunder^Fritz"),
];

let limbs: Limbs;
beforeAll(async () => {
  limbs = await openLimbs(studies);
});
afterEach(() => limbs.clear());
afterAll(() => limbs.close());

const add = (id: string, ...lines: string[]) => limbs.projects.addTable(limbs.coordinator, id, readDataTable(csv(...lines), "cases.csv"));
const shown = (id: string) =>
  limbs.projects
    .cases(limbs.coordinator, id)
    .map(({ code, group, isTraining, variables, studies }) => ({ code, group, isTraining, variables, studies }));

describe("a table of cases", () => {
  test("joins the studies of one patient into one case, and takes group, training and variables", () => {
    const id = limbs.draft();
    const result = add(
      id,
      "Study UID,Case code,Group,Training,Sex,Score",
      "2.25.111,X1,LGMD,,f,3",
      "2.25.112,,LGMD,no,,3",
      "2.25.121,X2,,1,m,",
      ",,,,,",
      "2.25.141,X3,FSHD,0,,",
    );
    expect(result).toEqual({ added: ["X1", "X2", "X3"], joined: [], leftOut: [] });
    expect(shown(id)).toEqual([
      { code: "X1", group: "LGMD", isTraining: false, variables: { Sex: "f", Score: "3" }, studies: 2 },
      { code: "X2", group: null, isTraining: true, variables: { Sex: "m" }, studies: 1 },
      { code: "X3", group: "FSHD", isTraining: false, variables: {}, studies: 1 },
    ]);
    expect(limbs.projects.verify(id).fault).toBeNull();
  });

  test("by patient ID takes all studies of the patient; codes are random where none is given, and rows lie in no order of the table", () => {
    const id = limbs.draft();
    const { added } = add(id, "patient_id", "A-1", "B-1", "0815");
    expect(added).toHaveLength(3);
    for (const code of added) expect(code).toMatch(caseCodePattern);
    expect(
      shown(id)
        .map(({ studies }) => studies)
        .toSorted((a, b) => a - b),
    ).toEqual([1, 1, 2]);
    const again = limbs.draft();
    expect(add(again, "patient_id", "A-1", "B-1", "0815").added.filter((code) => added.includes(code))).toEqual([]);
  });

  test("says what was left out, and joins a later study of a patient", () => {
    const id = limbs.draft();
    add(id, "Study UID,Code,Group", "2.25.111,X1,LGMD");
    expect(add(id, "Study UID,Code,Group", "2.25.111,X1,LGMD", "2.25.112,,", "2.25.121,X2,")).toEqual({
      added: ["X2"],
      joined: ["X1"],
      leftOut: [{ where: "row 1", why: "the study is in case X1 already" }],
    });
    expect(shown(id).map(({ code, studies, group }) => [code, studies, group])).toEqual([
      ["X1", 2, "LGMD"],
      ["X2", 1, null],
    ]);
    expect(limbs.projects.verify(id).fault).toBeNull();
    const entries = limbs.projects.verify(id).entries;
    expect(add(id, "Study UID", "2.25.121")).toEqual({
      added: [],
      joined: [],
      leftOut: [{ where: "row 1", why: "the study is in case X2 already" }],
    });
    expect(limbs.projects.verify(id).entries).toBe(entries);
  });

  test.each([
    [["Name", "Anna"], ["cases.csv: there is no column that says which patient or study is meant: “Patient ID” or “Study UID”."]],
    [["Patient ID,patient_id", "A-1,A-1"], ["cases.csv: the columns “Patient ID” and “patient_id” mean the same. Leave one of them."]],
    [["Patient ID,Code", "A-1,X1", "NOBODY,X2"], ["row 2, Patient ID: no study of a patient with this ID is in the data folder"]],
    [["Patient ID,Code", ",X2"], ["row 1, Patient ID: is empty"]],
    [["Patient ID", "SAME"], ["row 1, Patient ID: several patients have this ID; name the studies by a column “Study UID”"]],
    [["Study UID", "2.25.999"], ["row 1, Study UID: this study is not in the data folder"]],
    [["Study UID,Patient ID", "2.25.111,B-1"], ["row 1, Patient ID: the study in this row is of another patient"]],
    [["Patient ID,Training", "A-1,perhaps"], ["row 1, Training: is neither 1 nor 0, yes nor no"]],
    [
      ["Study UID,Code,Group,Score", "2.25.111,X1,LGMD,3", "2.25.112,X2,FSHD,4"],
      [
        "row 2, code: differs from row 1, which is of the same patient",
        "row 2, group: differs from row 1, which is of the same patient",
        "row 2, Score: differs from row 1, which is of the same patient",
      ],
    ],
    [["Patient ID,Code", "A-1,x1", "B-1,X1"], ["row 2, code: another case has this code"]],
    [["Patient ID,Code", "A-1,a b"], ["row 1, code: a case code is 1 to 20 letters, digits and hyphens"]],
    [
      ["Patient ID,Code", "0815,X-0815", "B-1,BARSCH", "A-1,a-1"],
      [1, 2, 3].map((row) => `row ${row}, code: it holds the patient's ID or name; leave it empty for a random code`),
    ],
  ] as const)("%j is refused by file, row and column, without a value, and nothing is added", (lines, problems) => {
    const id = limbs.draft();
    const attempt = () => add(id, ...lines);
    for (const problem of problems) expect(attempt).toThrow(problem);
    expect(attempt).toThrow("cases.csv");
    expect(attempt).not.toThrow(/NOBODY|2\.25|perhaps|Barsch/);
    expect(shown(id)).toEqual([]);
    expect(limbs.projects.verify(id)).toMatchObject({ entries: 3, fault: null });
  });

  test("a column may have any name, but it needs one where it holds values", () => {
    const id = limbs.draft();
    expect(() => add(id, "Patient ID,", "A-1,x")).toThrow("cases.csv: a column without a name holds values.");
    add(id, "Study UID,Code,constructor,__proto__,", "2.25.111,X1,a,b,", "2.25.112,,a,b,");
    expect(JSON.stringify(shown(id)[0]!.variables)).toBe('{"constructor":"a","__proto__":"b"}');
    expect(() => add(id, "Study UID,toString", "2.25.111,x", "2.25.121,y")).not.toThrow();
  });

  test("what differs from a case that is there is refused", () => {
    const id = limbs.draft();
    add(id, "Study UID,Code,Group,Score", "2.25.111,X1,LGMD,3");
    expect(() => add(id, "Study UID,Code,Group,Training,Score", "2.25.112,X9,FSHD,1,4")).toThrow(
      [
        "cases.csv cannot be used. No case was added.",
        ...["code", "group", "training", "Score"].map(
          (column) => `row 1, ${column}: differs from what case X1 has, which is of the same patient.`,
        ),
      ].join("\n  "),
    );
  });
});

test("studies of the worklist are added many at once", () => {
  const id = limbs.draft();
  const requests = studies.map(({ uid }, at) => ({ where: `study ${at + 1}`, studyInstanceUids: [uid] }));
  expect(limbs.projects.addCases(limbs.coordinator, id, requests, "The selection").added).toHaveLength(6);
  expect(() =>
    limbs.projects.addCases(limbs.coordinator, id, [{ where: "study 1", studyInstanceUids: ["2.25.77"] }], "The selection"),
  ).toThrow("The selection cannot be used. No case was added.\n  study 1: a study is not in the data folder; import it first.");
});
