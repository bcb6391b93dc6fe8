import { describe, expect, it } from "vitest";
import type { Series } from "#shared/api/study.ts";
import type { Volume } from "#shared/domain/volume.ts";
import { proposeRoles } from "../../../../../../src-renderer/rooms/reading/panels/prepare/proposeRoles.ts";
import { volumeOf } from "../../../../volumeOf.ts";

function on(description: string, part: Partial<Volume> = {}, label = "") {
  const volume = volumeOf({ id: description + label, label, ...part });
  const series: Series = {
    seriesInstanceUid: description,
    seriesNumber: 1,
    modality: "MR",
    description,
    bodyPart: "",
    protocolName: "",
    manufacturer: "",
    instances: 5,
    acquisition: [],
    volumes: [volume],
  };
  return { volume, series };
}
const image = (name: string, title: string) => ({ name, title, holds: "image" as const });
const roles = [image("T1", "T1-weighted"), image("T2", "T2-weighted"), image("T1ce", "post-contrast T1-weighted"), image("FLAIR", "FLAIR")];

describe("the series that are proposed for the roles of a recipe", () => {
  it("are told by their words, post-contrast from plain, FLAIR from T2", () => {
    const volumes = ["localizer", "ax T2 FLAIR", "ax T2 TSE", "ax T1 MPRAGE post Gd", "ax T1 MPRAGE"].map((words) => on(words));
    expect(proposeRoles({ roles }, volumes, null)).toEqual({
      T1: "volume ax T1 MPRAGE",
      T2: "volume ax T2 TSE",
      T1ce: "volume ax T1 MPRAGE post Gd",
      FLAIR: "volume ax T2 FLAIR",
    });
  });

  it("are of one place of the body, that of the one on show", () => {
    const leg = { originMm: [-10, -20, -700] as [number, number, number] };
    const volumes = [
      on("T1 tra", {}),
      on("Dixon", {}, "water"),
      on("T1 tra calf", leg),
      on("Dixon calf", leg, "water"),
      on("Dixon", {}, "fat"),
    ];
    const myopathy = { roles: [image("T1", "T1-weighted"), image("water", "water-only")] };
    expect(proposeRoles(myopathy, volumes, volumes[2]!)).toEqual({ T1: "volume T1 tra calf", water: "volume Dixon calfwater" });
    expect(proposeRoles(myopathy, volumes, volumes[1]!)).toEqual({ T1: "volume T1 tra", water: "volume Dixonwater" });
  });

  it("leave a role open for which nothing speaks, label maps among them; a single image is the one on show", () => {
    const volumes = [on("something")];
    expect(proposeRoles({ roles: [...roles, { name: "brain", title: "brain mask", holds: "labels" }] }, volumes, volumes[0]!)).toEqual({});
    expect(proposeRoles({ roles: [roles[0]!] }, volumes, volumes[0]!)).toEqual({ T1: "volume something" });
  });
});
