import type { Author } from "../../services/store/index.ts";
import type { Services } from "../services.ts";
import { blindedJobs } from "./blindedJobs.ts";
import { blindedSegmentations } from "./blindedSegmentations.ts";
import { blindedVolumes } from "./blindedVolumes.ts";
import { onlyThese } from "./refused.ts";
import { withOwnReadings } from "./withOwnReadings.ts";

/**
 * What a reader can ask for: everything, with the own readings among it, or in a blinded session the own readings, their images and
 * drawings. All other services
 * refuse every method.
 */
export function servicesFor(services: Services, by: Author): Services {
  if (!services.blinding.isBlinded(by.readerId)) return withOwnReadings(services, by);
  const { blinding, readers, readings, adjudications, packets, packetJobs } = services;
  return onlyThese<Services>({
    blinding,
    readers: onlyThese<Services["readers"]>({ list: readers.list, last: readers.last, setPassphrase: readers.setPassphrase }),
    projects: onlyThese<Services["projects"]>({}),
    projectReads: onlyThese<Services["projectReads"]>({}),
    readings,
    adjudications,
    // Asks the protocol whether it shows them.
    modelResults: services.modelResults,
    volumes: blindedVolumes(services.volumes, readings, by),
    packets: onlyThese<Services["packets"]>({
      own: packets.own,
      canImport: packets.canImport,
      writeReturn: packets.writeReturn,
    }),
    // Another packet can come where nothing else is read.
    packetJobs: onlyThese<Services["packetJobs"]>(packets.canImport() ? { import: packetJobs.import } : {}),
    writtenPackets: onlyThese<Services["writtenPackets"]>({}),
    segmentations: blindedSegmentations(services.segmentations, readings, adjudications, by),
    jobs: blindedJobs(services, by),
    // How a kind of study is arranged, and on which series it opens, is a matter of the worklist: a reading opens as its protocol says.
    preferredSeries: onlyThese<Services["preferredSeries"]>({ find: () => null, prefer: () => undefined }),
    // Measures are no part of a protocol.
    measures: onlyThese<Services["measures"]>({}),
    arrangements: onlyThese<Services["arrangements"]>({ find: () => null, keep: () => undefined, forget: () => undefined }),
    store: onlyThese<Services["store"]>({}),
    worklist: onlyThese<Services["worklist"]>({}),
    studies: onlyThese<Services["studies"]>({}),
    dicomImport: onlyThese<Services["dicomImport"]>({}),
    uploads: onlyThese<Services["uploads"]>({}),
    sample: onlyThese<Services["sample"]>({}),
    sampleProject: onlyThese<Services["sampleProject"]>({}),
    fat: onlyThese<Services["fat"]>({}),
    // What is prepared, and of which images, is a matter of the coordinators.
    recipes: onlyThese<Services["recipes"]>({}),
    radiomics: onlyThese<Services["radiomics"]>({}),
    featureMaps: onlyThese<Services["featureMaps"]>({}),
    savedSettings: onlyThese<Services["savedSettings"]>({}),
    agreement: onlyThese<Services["agreement"]>({}),
    models: onlyThese<Services["models"]>({}),
    networks: onlyThese<Services["networks"]>({}),
  });
}
