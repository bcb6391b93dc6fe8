import { data } from "dcmjs";
import { axisOf, voxelToPatient, type Grid } from "#shared/domain/geometry.ts";
import type { SampleSeries, SampleStudy } from "./sampleParameters.ts";
import { uidOf } from "./uid.ts";

const mrImageStorage = "1.2.840.10008.5.1.4.1.1.4";
const explicitLittleEndian = "1.2.840.10008.1.2.1";

/** What one file needs. */
export interface InstanceContent {
  readonly seed: number;
  readonly study: SampleStudy;
  readonly series: SampleSeries;
  readonly grid: Grid;
  readonly sliceThicknessMm: number;
  readonly sliceIndex: number;
  /** Whole numbers from 0 to 4095, row by row. */
  readonly pixels: Uint16Array;
}

/** A DICOM file of MR Image Storage (PS3.3 A.4), explicit little endian: one slice of a synthetic series. */
export function writeInstance({ seed, study, series, grid, sliceThicknessMm, sliceIndex, pixels }: InstanceContent): Uint8Array {
  const sopInstanceUid = uidOf(seed, `${series.key}/${sliceIndex}`);
  const position = voxelToPatient(grid, [0, 0, sliceIndex]);
  const orientation = [...axisOf(grid.direction, 0), ...axisOf(grid.direction, 1)];
  const [columns, rows] = grid.size;
  let smallest = 65_535,
    largest = 0;
  for (const value of pixels) {
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
  }
  const list = (value: string | string[]) => (Array.isArray(value) ? value : [value]);
  const dataset = {
    SpecificCharacterSet: "ISO_IR 192",
    ImageType: series.imageType,
    InstanceCreationDate: study.studyDate,
    InstanceCreationTime: series.time,
    SOPClassUID: mrImageStorage,
    SOPInstanceUID: sopInstanceUid,
    StudyDate: study.studyDate,
    SeriesDate: study.studyDate,
    AcquisitionDate: study.studyDate,
    ContentDate: study.studyDate,
    StudyTime: study.studyTime,
    SeriesTime: series.time,
    AcquisitionTime: series.time,
    ContentTime: series.time,
    AccessionNumber: study.accessionNumber,
    Modality: "MR",
    Manufacturer: "Fascicle",
    InstitutionName: "Synthetic data",
    ReferringPhysicianName: "",
    StationName: "FASCICLE",
    StudyDescription: study.description,
    SeriesDescription: series.description,
    ManufacturerModelName: "Sample study generator",
    PatientName: study.patientName,
    PatientID: study.patientId,
    PatientBirthDate: study.birthDate,
    PatientSex: study.sex,
    PatientAge: study.age,
    PatientWeight: text(study.weightKg),
    PatientComments: "Synthetic: this person does not exist.",
    BodyPartExamined: series.bodyPart,
    ScanningSequence: list(series.scanningSequence),
    SequenceVariant: list(series.sequenceVariant),
    ScanOptions: "",
    MRAcquisitionType: series.acquisitionType,
    SliceThickness: text(sliceThicknessMm),
    RepetitionTime: text(series.repetitionTimeMs),
    EchoTime: text(series.echoTimeMs),
    ...(series.inversionTimeMs === undefined ? {} : { InversionTime: text(series.inversionTimeMs) }),
    NumberOfAverages: text(series.averages),
    ImagingFrequency: "127.74",
    ImagedNucleus: "1H",
    EchoNumbers: "1",
    MagneticFieldStrength: "3",
    SpacingBetweenSlices: text(grid.spacingMm[2]),
    EchoTrainLength: String(series.echoTrainLength),
    PercentSampling: "100",
    PercentPhaseFieldOfView: text((100 * Math.min(columns, rows)) / Math.max(columns, rows)),
    PixelBandwidth: text(series.bandwidthHz),
    SoftwareVersions: "sample 1",
    ProtocolName: series.protocol,
    AcquisitionMatrix: [0, columns, rows, 0],
    InPlanePhaseEncodingDirection: "COL",
    FlipAngle: text(series.flipAngle),
    PatientPosition: series.patientPosition,
    StudyInstanceUID: uidOf(seed, study.key),
    SeriesInstanceUID: uidOf(seed, series.key),
    StudyID: study.studyId,
    SeriesNumber: String(series.number),
    AcquisitionNumber: "1",
    InstanceNumber: String(sliceIndex + 1),
    ImagePositionPatient: position.map(text),
    ImageOrientationPatient: orientation.map(text),
    FrameOfReferenceUID: uidOf(seed, `${study.key}/frame of reference`),
    ...(series.imageLaterality === "" ? {} : { ImageLaterality: series.imageLaterality }),
    PositionReferenceIndicator: "",
    SliceLocation: text(sliceIndex * grid.spacingMm[2]),
    SamplesPerPixel: 1,
    PhotometricInterpretation: "MONOCHROME2",
    Rows: rows,
    Columns: columns,
    PixelSpacing: [text(grid.spacingMm[1]), text(grid.spacingMm[0])],
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    SmallestImagePixelValue: smallest,
    LargestImagePixelValue: largest,
    BurnedInAnnotation: "NO",
    WindowCenter: text(series.window[0]),
    WindowWidth: text(series.window[1]),
    PixelData: pixels.buffer.slice(pixels.byteOffset, pixels.byteOffset + pixels.byteLength),
    _vrMap: { PixelData: "OW", SmallestImagePixelValue: "US", LargestImagePixelValue: "US" },
  };
  const { DicomDict, DicomMetaDictionary } = data;
  const file = new DicomDict({
    "00020001": { vr: "OB", Value: [new Uint8Array([0, 1]).buffer] },
    "00020002": { vr: "UI", Value: [mrImageStorage] },
    "00020003": { vr: "UI", Value: [sopInstanceUid] },
    "00020010": { vr: "UI", Value: [explicitLittleEndian] },
    "00020012": { vr: "UI", Value: [uidOf(0, "implementation class")] },
    "00020013": { vr: "SH", Value: ["FASCICLE SAMPLE"] },
  });
  file.dict = DicomMetaDictionary.denaturalizeDataset(dataset);
  return new Uint8Array(file.write());
}

/** A number as Decimal String: at most 16 characters (PS3.5 6.2). */
function text(value: number): string {
  const short = String(value);
  return short.length <= 16 ? short : String(Number(value.toPrecision(10)));
}
