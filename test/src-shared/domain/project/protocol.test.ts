import { describe, expect, test } from "vitest";
import { muscles } from "#shared/domain/muscles.ts";
import { parseForm } from "#shared/domain/project/form.ts";
import { formCells } from "#shared/domain/project/formCells.ts";
import { fieldInWords } from "#shared/domain/project/fieldProblems.ts";
import { parseProtocol, type Protocol, protocolHash, protocolOfTemplate } from "#shared/domain/project/protocol.ts";
import { lacksBeforeStart } from "#shared/domain/project/protocolProblems.ts";
import { fitsRole } from "#shared/domain/project/roleRule.ts";
import { missingDrawings, segmentsToDraw } from "#shared/domain/project/segmentsToDraw.ts";
import { settingsHash } from "../../../../src-main/services/radiomics/index.ts";
import { sampleParameters } from "../../../../src-main/services/sample/sampleParameters.ts";
import { presets } from "../../../../src-renderer/settings/presets.ts";
import { assetFiles } from "./assetFiles.ts";
import { sha256 } from "./sha256.ts";

const forms = [...assetFiles("forms").values()].map(parseForm);
const templates = assetFiles("protocols");
const protocolOf = (name: string): Protocol => protocolOfTemplate(templates.get(name), forms);
const myopathy = protocolOf("myopathy");

describe("assets/protocols", () => {
  test("are three templates, and two of them can be started as they are", () => {
    expect([...templates.keys()].toSorted()).toEqual(["brain", "empty", "myopathy"]);
    expect(lacksBeforeStart(myopathy)).toEqual([]);
    expect(lacksBeforeStart(protocolOf("brain"))).toEqual([]);
    expect(lacksBeforeStart(protocolOf("empty"))).toEqual(["regions: name at least one region of the body, with its series"]);
  });

  test("the myopathy study is that of shared/studies.md", () => {
    expect(myopathy.regions.map(({ name, levels }) => [name, levels.map(({ name }) => name)])).toEqual([
      ["thigh", ["proximal", "middle", "distal"]],
      ["calf", ["proximal", "middle"]],
    ]);
    for (const region of myopathy.regions) {
      expect(region.roles.map(({ name, use }) => [name, use])).toEqual([
        ["T1-weighted", "drawn on"],
        ["water-only", "copied to"],
      ]);
      // One ROI of the whole muscle area of both legs.
      expect(segmentsToDraw(region.drawing).map(({ name }) => name)).toEqual(["all muscle"]);
    }
    expect(myopathy.passes.map(({ readers, washout }) => [readers, washout])).toEqual([
      ["all", null],
      [[1], "P2M"],
    ]);
    expect(myopathy.readerCount).toBe(2);
    expect(myopathy.agreement.featureFilter).toMatchObject({
      threshold: 0.81,
      by: "value",
      comparisons: ["between readers", "within reader"],
    });
    expect(myopathy.blinding).toMatchObject({ isBlinded: true, shown: [] });
    expect(formCells(myopathy.forms[0]!, myopathy.regions)).toHaveLength(34);
  });

  test("extract as the presets of those studies do", () => {
    const hashOf = (start: string) => settingsHash(presets.find(({ name }) => name.startsWith(start))!.settings);
    for (const { roles } of myopathy.regions)
      for (const { extraction } of roles) expect(settingsHash(extraction!)).toBe(hashOf("Muscle MR"));
    expect(settingsHash(protocolOf("brain").regions[0]!.roles[0]!.extraction!)).toBe(hashOf("Brain T1, structures"));
  });

  test("find the series of the sample studies, each role one", () => {
    const series = sampleParameters().studies.flatMap((study) => study.series.map((each) => ({ ...each, study: study.key })));
    const found = (protocol: Protocol, study: string) =>
      protocol.regions.flatMap((region) =>
        region.roles.map((role) => {
          const fits = series.filter(
            (each) =>
              each.study === study &&
              fitsRole(role.rule, {
                description: each.description,
                imageType: each.imageType,
                plane: each.description.includes("axial") ? "axial" : "sagittal",
              }),
          );
          return `${region.name} ${role.name}: ${fits.map(({ description }) => description).join(" | ")}`;
        }),
      );
    expect(found(myopathy, "limbs")).toEqual([
      "thigh T1-weighted: T1 FSE axial, thigh",
      "thigh water-only: T2 FSE Dixon axial, thigh, water",
      "calf T1-weighted: T1 FSE axial, calf",
      "calf water-only: T2 FSE Dixon axial, calf, water",
    ]);
    expect(found(protocolOf("brain"), "head")).toEqual(["brain T1-weighted: T1 3D sagittal"]);
  });
});

describe("a role's rule", () => {
  const rule = { descriptionHas: ["T1", "Oberschenkel"], descriptionLacks: ["STIR"], imageTypeHas: ["WATER"], plane: "axial" } as const;
  const fits = (description: string, imageType: string[], plane: "axial" | "coronal" | null) =>
    fitsRole(
      {
        ...rule,
        descriptionHas: [...rule.descriptionHas],
        descriptionLacks: [...rule.descriptionLacks],
        imageTypeHas: [...rule.imageTypeHas],
      },
      { description, imageType, plane },
    );
  test("takes all its conditions, without regard to case", () => {
    expect(fits("t1 tse OBERSCHENKEL", ["DERIVED", "water"], "axial")).toBe(true);
    expect(fits("t1 tse stir oberschenkel", ["WATER"], "axial")).toBe(false);
    expect(fits("t1 tse", ["WATER"], "axial")).toBe(false);
    expect(fits("t1 oberschenkel", ["WATERFAT"], "axial")).toBe(false);
    expect(fits("t1 oberschenkel", ["WATER"], "coronal")).toBe(false);
    expect(fits("t1 oberschenkel", ["WATER"], null)).toBe(false);
  });
});

describe("a protocol", () => {
  const change = (edit: (protocol: Protocol) => void) => {
    const protocol = structuredClone(myopathy);
    edit(protocol);
    return () => parseProtocol(protocol);
  };

  test("is refused with the field in words", () => {
    expect(change((protocol) => (protocol.passes[1]!.washout = "2 months"))).toThrow(
      'The protocol cannot be used: pass 2, washout: "2 months" is no duration',
    );
    expect(change((protocol) => delete (protocol as Partial<Protocol>).readerCount)).toThrow("reader count: is missing");
    // A list of so many would not fit into memory.
    expect(change((protocol) => (protocol.readerCount = 999_999_999))).toThrow("reader count: must be at most 50");
    expect(change((protocol) => (protocol.regions[0]!.roles[1]!.use = "ignored" as "drawn on"))).toThrow(
      'region 1, role 2, use: must be "drawn on" or "copied to" or "shown beside"',
    );
    expect(change((protocol) => (protocol.regions[1]!.roles[0]!.extraction = { binWidth: -5 }))).toThrow(
      "region 2, role 1, extraction, bin width: must be above 0",
    );
    expect(change((protocol) => (protocol.regions[0]!.roles[0]!.window = { center: 100, width: 0 }))).toThrow(
      "region 1, role 1, window, width: must be above 0",
    );
    expect(change((protocol) => (protocol.idleAfterSeconds = 5))).toThrow("idle after seconds: must be at least 10");
    expect(change((protocol) => (protocol.agreement.kappaWeightings = []))).toThrow("agreement, kappa weightings: must not be empty");
    expect(change((protocol) => (protocol.regions[0]!.drawing = { kind: "single muscles", muscles: ["XYZ"], sides: ["right"] }))).toThrow(
      "region 1, drawing, muscle 1: must be",
    );
    expect(change((protocol) => (protocol.passes[1]!.readers = [1, 1.5]))).toThrow('pass 2, readers: must be "all" or a list of numbers');
    expect(change((protocol) => ((protocol.passes[0]!.cases as { of: string }).of = "some"))).toThrow(
      'pass 1, cases, of: must be "all" or "random subset"',
    );
    expect(change((protocol) => Object.assign(protocol.regions[0]!.roles[0]!, { extraction: { profile: "other" } }))).toThrow(
      'extraction, profile: must be "pyradiomics".',
    );
    expect(change((protocol) => (protocol.regions[0]!.drawingRules[0]!.picture = "../epimysium.png"))).toThrow(
      "region 1, drawing rule 1, picture: must be the name of a picture",
    );
    expect(fieldInWords([])).toBe("the file");
  });

  test("is refused where its parts contradict each other", () => {
    expect(change((protocol) => (protocol.regions[0]!.roles[1]!.use = "drawn on"))).toThrow(
      'region "thigh", roles: one series is drawn on, not 2',
    );
    expect(change((protocol) => (protocol.regions[0]!.roles[0]!.use = "shown beside"))).toThrow(
      "nothing is drawn on a series that is only shown beside",
    );
    expect(change((protocol) => (protocol.regions[0]!.start.level = "top"))).toThrow(
      'region "thigh", start, level: "top" is none of its levels',
    );
    expect(change((protocol) => protocol.regions.pop())).toThrow(
      'form "Mercuri score, modified, 0 to 5", muscles: "calf" is none of the regions',
    );
    expect(change((protocol) => (protocol.passes[1]!.readers = [3]))).toThrow(
      "pass 2, readers: there is no reader 3, the number of readers is 2",
    );
    expect(change((protocol) => (protocol.passes[1]!.washout = null))).toThrow(
      "pass 2, washout: a further pass of a blinded study needs one",
    );
    expect(change((protocol) => (protocol.passes[0]!.washout = "P2M"))).toThrow("pass 1, washout: there is no pass before it");
    expect(change((protocol) => (protocol.passes[0]!.readers = [2]))).toThrow("pass 2, readers: who reads in it must have read in pass 1");
    expect(change((protocol) => (protocol.passes[0]!.cases = { of: "random subset", size: 5 }))).toThrow(
      "pass 1, cases: the first pass is of all cases",
    );
    expect(change((protocol) => protocol.passes.pop())).toThrow('"within reader" needs a second pass');
    expect(change((protocol) => (protocol.regions[0]!.drawing = { kind: "nothing" }))).toThrow(
      'region "thigh", drawing: a role is drawn on or copied to, but no segment',
    );
    expect(change((protocol) => protocol.regions.push(protocol.regions[0]!))).toThrow('ids of regions: "thigh" stands there twice');
    expect(change((protocol) => protocol.forms.push(protocol.forms[0]!))).toThrow('ids of forms: "mercuri-modified" stands there twice');
  });

  test("can be of single muscles, of each side, of a list, scored before drawing, a subset again", () => {
    expect(
      change((protocol) => {
        protocol.regions[0]!.drawing = { kind: "all muscle", sides: "each" };
        protocol.regions[1]!.drawing = { kind: "list", segments: [{ name: "fibula right", side: "right", color: "#ff4e18" }] };
        protocol.scoring = { order: "before drawing", showsOwnDrawing: false };
        protocol.passes[1] = { cases: { of: "random subset", size: 20 }, readers: "all", washout: "P8W", hasNewCodes: true };
        protocol.passMark = { dice: 0.8, gradeDifference: 1 };
      }),
    ).not.toThrow();
  });

  test("can be of scores alone, and a further pass of the last reader", () => {
    expect(
      change((protocol) => {
        for (const region of protocol.regions) {
          region.drawing = { kind: "nothing" };
          for (const role of region.roles) Object.assign(role, { use: "shown beside", extraction: null });
        }
        protocol.passes[1]!.readers = [2];
        protocol.passes.push({ ...protocol.passes[1]!, readers: [2] });
      }),
    ).not.toThrow();
  });

  test("takes a list of all readers for all", () => {
    expect(
      change((protocol) => {
        protocol.passes[0]!.readers = [1, 2];
        protocol.passes[1]!.readers = "all";
      }),
    ).not.toThrow();
  });

  test("of a template names forms that are there", () => {
    expect(() => protocolOfTemplate({ ...(templates.get("empty") as object), forms: ["no-such-form"] }, forms)).toThrow(
      "form 1, format version",
    );
    expect(() => protocolOfTemplate([], forms)).toThrow("The template cannot be used: the file: must be a group of fields");
  });

  test("has a hash of its content that another program makes, in whichever order its fields stand", () => {
    // Python: hashlib.sha256(json.dumps(template, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()
    const empty = protocolOf("empty");
    expect(protocolHash(empty, sha256)).toBe("2c67d0129698979a744deb0ef0733f73403ae779e6457cbdc1252efeb1779216");
    const turned = Object.fromEntries(Object.entries(empty).toReversed()) as unknown as Protocol;
    expect(protocolHash(turned, sha256)).toBe(protocolHash(empty, sha256));
    expect(protocolHash({ ...empty, idleAfterSeconds: 61 }, sha256)).not.toBe(protocolHash(empty, sha256));
  });
});

describe("segments to draw", () => {
  test("are numbered from 1, the right side first, in the muscles' colours", () => {
    const [sartorius, gracilis] = ["SAR", "GR"].map((code) => muscles.find((muscle) => muscle.code === code)!);
    expect(segmentsToDraw({ kind: "single muscles", muscles: ["SAR", "GR"], sides: ["right", "left"] })).toEqual([
      { number: 1, name: "sartorius right", color: sartorius!.colors.right, side: "right" },
      { number: 2, name: "gracilis right", color: gracilis!.colors.right, side: "right" },
      { number: 3, name: "sartorius left", color: sartorius!.colors.left, side: "left" },
      { number: 4, name: "gracilis left", color: gracilis!.colors.left, side: "left" },
    ]);
    expect(segmentsToDraw({ kind: "all muscle", sides: "each" }).map(({ name, side }) => [name, side])).toEqual([
      ["all muscle right", "right"],
      ["all muscle left", "left"],
    ]);
    expect(segmentsToDraw({ kind: "nothing" })).toEqual([]);
  });

  test("are missing where they have no voxel, level by level and series by series", () => {
    const [thigh] = myopathy.regions;
    const missing = missingDrawings(thigh!, ({ role, level }) => level === "proximal" || (level === "middle" && role === "t1"));
    expect(missing.map(({ words }) => words)).toEqual([
      "all muscle, thigh, middle, water-only",
      "all muscle, thigh, distal, T1-weighted",
      "all muscle, thigh, distal, water-only",
    ]);
    const [brain] = protocolOf("brain").regions;
    expect(missingDrawings(brain!, () => false)).toEqual([
      { region: "brain", role: "t1", level: null, segment: "lesion", words: "lesion, brain, T1-weighted" },
    ]);
  });
});
