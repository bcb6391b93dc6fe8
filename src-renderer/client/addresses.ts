import { doorPaths } from "#shared/api/doorPaths.ts";

/** The page's addresses of the door, besides its typed procedures: bytes that are fetched, shown or saved. No other folder writes one. */
export const addresses = {
  notices: doorPaths.notices,
  /** The agreement of a project's readings: one page, and all tables and figures. */
  agreementReport: (projectId: string) => `${doorPaths.agreement}/${projectId}/report.html`,
  agreementFiles: (projectId: string) => `${doorPaths.agreement}/${projectId}/agreement.zip`,
  /** The consensus of three readers or more as labels, a byte a voxel. */
  agreementConsensus: (projectId: string, words: URLSearchParams) => `${doorPaths.agreement}/${projectId}/consensus?${words.toString()}`,

  /** The images as a network sees them, by the names of its images. */
  preparedImages: (networkId: string, images: Readonly<Record<string, string>>) =>
    `${doorPaths.networks}/${networkId}/prepared?${new URLSearchParams(images).toString()}`,

  /** The file of a packet that a job has written. */
  writtenPacket: (jobId: string) => `${doorPaths.packets}/written/${jobId}`,
  /** What comes back of a packet: asked for with a body, and answered as a file. */
  packetReturn: (projectId: string) => `${doorPaths.packets}/${projectId}/return`,
  /** A picture that the protocol names: for whoever reads, and for coordinators. */
  readingPicture: (readingId: string, name: string) => `${doorPaths.pictures}/readings/${readingId}/${name}`,
  projectPicture: (projectId: string, name: string) => `${doorPaths.pictures}/projects/${projectId}/${name}`,

  uploads: doorPaths.uploads,
  uploadHold: (uploadId: string) => `${doorPaths.uploads}/${uploadId}/hold`,
  /** @param path the file's place in the folder that is handed over. */
  uploadFile: (uploadId: string, path: string) => `${doorPaths.uploads}/${uploadId}/file?path=${encodeURIComponent(path)}`,

  /** The voxels of slice k. */
  frame: (volumeId: string, sliceIndex: number) => `${doorPaths.volumes}/${volumeId}/frames/${sliceIndex}`,
  thumbnail: (volumeId: string) => `${doorPaths.volumes}/${volumeId}/thumbnail.png`,

  labels: (segmentationId: string) => `${doorPaths.segmentations}/${segmentationId}/labels`,
  strokes: (segmentationId: string, words: URLSearchParams) => `${doorPaths.segmentations}/${segmentationId}/strokes?${words.toString()}`,
  stroke: (segmentationId: string, strokeId: string) =>
    `${doorPaths.segmentations}/${segmentationId}/strokes/${encodeURIComponent(strokeId)}`,
  importLabelMap: (words: URLSearchParams) => `${doorPaths.segmentations}/import?${words.toString()}`,
  exportedLabelMap: (segmentationId: string, format: "nrrd" | "nii.gz") => `${doorPaths.segmentations}/${segmentationId}/export.${format}`,
  segmentationProvenance: (segmentationId: string) => `${doorPaths.segmentations}/${segmentationId}/provenance.json`,

  mapVoxels: (mapId: string) => `${doorPaths.featureMaps}/${mapId}/voxels`,
  exportedMap: (mapId: string, format: "nrrd" | "nii.gz") => `${doorPaths.featureMaps}/${mapId}/export.${format}`,

  /** Feature sets as one table, a row a segment. */
  featureTable: (featureSetIds: readonly string[], choice: { readonly identity?: boolean; readonly spreadsheet?: boolean } = {}) =>
    `${doorPaths.exports}/features/${featureSetIds.join(",")}.csv${query({ identity: choice.identity, spreadsheet: choice.spreadsheet })}`,
  prediction: (predictionId: string) => `${doorPaths.exports}/predictions/${predictionId}.json`,
  report: (predictionId: string, choice: { readonly identity: boolean; readonly isSaved: boolean }) =>
    `${doorPaths.reports}/${predictionId}.html${query({ download: choice.isSaved, identity: choice.identity })}`,
  reportPicture: (predictionId: string) => `${doorPaths.reports}/${predictionId}/picture`,
} as const;

/** The address of a volume's small picture; null where there is no volume. */
export function thumbnailOf(volumeId: string | null | undefined): string | null {
  return volumeId === null || volumeId === undefined ? null : addresses.thumbnail(volumeId);
}

/** "?a=1&b=1" of what is wished; empty where nothing is. */
function query(wishes: Readonly<Record<string, boolean | undefined>>): string {
  const words = Object.entries(wishes).flatMap(([name, isWished]) => (isWished ? [`${name}=1`] : []));
  return words.length === 0 ? "" : `?${words.join("&")}`;
}
