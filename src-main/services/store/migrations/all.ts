import { migration0001Dicom } from "./0001Dicom.ts";
import { migration0002Segmentation } from "./0002Segmentation.ts";
import { migration0003FeatureSet } from "./0003FeatureSet.ts";
import { migration0004Model } from "./0004Model.ts";
import { migration0005ExtractionSettings } from "./0005ExtractionSettings.ts";
import { migration0006FeatureMap } from "./0006FeatureMap.ts";
import { migration0007FeatureSetDiagnostics } from "./0007FeatureSetDiagnostics.ts";
import { migration0008LabelValue } from "./0008LabelValue.ts";
import { migration0009Drawing } from "./0009Drawing.ts";
import { migration0010Keeping } from "./0010Keeping.ts";
import { migration0011ExportCode } from "./0011ExportCode.ts";
import { migration0012Replan } from "./0012Replan.ts";
import { migration0013PathsOfImports } from "./0013PathsOfImports.ts";
import { migration0014StudyRemoval } from "./0014StudyRemoval.ts";
import { migration0015Reader } from "./0015Reader.ts";
import { migration0016VolumePin } from "./0016VolumePin.ts";
import { migration0017SegmentRevision } from "./0017SegmentRevision.ts";
import { migration0018ImageFile } from "./0018ImageFile.ts";
import { migration0019DerivedVolume } from "./0019DerivedVolume.ts";
import { migration0020PredictionSource } from "./0020PredictionSource.ts";
import { migration0021SegmentationCopy } from "./0021SegmentationCopy.ts";
import { migration0022Project } from "./0022Project.ts";
import { migration0023AuditEvent } from "./0023AuditEvent.ts";
import { migration0024Reading } from "./0024Reading.ts";
import { migration0025SigningKey } from "./0025SigningKey.ts";
import { migration0026CaseLevel } from "./0026CaseLevel.ts";
import { migration0027ReadingFeature } from "./0027ReadingFeature.ts";
import { migration0028Packet } from "./0028Packet.ts";
import { migration0029Adjudication } from "./0029Adjudication.ts";
import { migration0030SampleProject } from "./0030SampleProject.ts";
import { migration0031Amendment } from "./0031Amendment.ts";
import { migration0032BrokenBlind } from "./0032BrokenBlind.ts";
import { migration0033TrainingPass } from "./0033TrainingPass.ts";
import { migration0034ReadingLevel } from "./0034ReadingLevel.ts";
import { migration0035FeaturePart } from "./0035FeaturePart.ts";
import { migration0036PacketRecall } from "./0036PacketRecall.ts";
import { migration0037ProjectPicture } from "./0037ProjectPicture.ts";
import { migration0038Measure } from "./0038Measure.ts";
import { migration0039Arrangement } from "./0039Arrangement.ts";
import { migration0040AuditSubject } from "./0040AuditSubject.ts";
import { migration0041GivenImages } from "./0041GivenImages.ts";
import { migration0042Recipe } from "./0042Recipe.ts";
import { migration0043CarriedCopy } from "./0043CarriedCopy.ts";
import { migration0044Network } from "./0044Network.ts";
import type { Migration } from "./migration.ts";

/**
 * Every migration, numbered from 1 without a gap: a number that is filled later would never reach a database beyond it. A new one is a new
 * file and a new line; a released one never changes.
 */
export const allMigrations: readonly Migration[] = [
  migration0001Dicom,
  migration0002Segmentation,
  migration0003FeatureSet,
  migration0004Model,
  migration0005ExtractionSettings,
  migration0006FeatureMap,
  migration0007FeatureSetDiagnostics,
  migration0008LabelValue,
  migration0009Drawing,
  migration0010Keeping,
  migration0011ExportCode,
  migration0012Replan,
  migration0013PathsOfImports,
  migration0014StudyRemoval,
  migration0015Reader,
  migration0016VolumePin,
  migration0017SegmentRevision,
  migration0018ImageFile,
  migration0019DerivedVolume,
  migration0020PredictionSource,
  migration0021SegmentationCopy,
  migration0022Project,
  migration0023AuditEvent,
  migration0024Reading,
  migration0025SigningKey,
  migration0026CaseLevel,
  migration0027ReadingFeature,
  migration0028Packet,
  migration0029Adjudication,
  migration0030SampleProject,
  migration0031Amendment,
  migration0032BrokenBlind,
  migration0033TrainingPass,
  migration0034ReadingLevel,
  migration0035FeaturePart,
  migration0036PacketRecall,
  migration0037ProjectPicture,
  migration0038Measure,
  migration0039Arrangement,
  migration0040AuditSubject,
  migration0041GivenImages,
  migration0042Recipe,
  migration0043CarriedCopy,
  migration0044Network,
];
