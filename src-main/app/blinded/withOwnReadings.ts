import type { Author } from "../../services/store/index.ts";
import type { Services } from "../services.ts";
import { blindedSegmentations } from "./blindedSegmentations.ts";
import { blindedVolumes } from "./blindedVolumes.ts";

/**
 * Everything, and in place of studies, volumes and segmentations also the readings that are shown to the reader in this session, under their names there: a
 * desk of a reading asks the same in every session.
 */
export function withOwnReadings(services: Services, by: Author): Services {
  const { readings, adjudications, volumes, segmentations } = services;
  const isShown = (id: unknown) => typeof id === "string" && readings.isShown(by, id);
  return {
    ...services,
    volumes: routed(volumes, () => blindedVolumes(volumes, readings, by), isShown),
    segmentations: routed(segmentations, () => blindedSegmentations(segmentations, readings, adjudications, by), isShown),
  };
}

/** A service of which a call goes to another one where one of its arguments, or the volume that it filters by, is an id of it. */
function routed<Service extends object>(service: Service, other: () => Service, isOfOther: (id: unknown) => boolean): Service {
  return new Proxy(service, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return (...given: unknown[]): unknown => {
        const ids = given.flatMap((each) => (typeof each === "object" && each !== null && "volumeId" in each ? [each.volumeId] : [each]));
        const chosen: unknown = ids.some(isOfOther) ? Reflect.get(other(), name) : method;
        return (chosen as (...args: unknown[]) => unknown)(...given);
      };
    },
  });
}
