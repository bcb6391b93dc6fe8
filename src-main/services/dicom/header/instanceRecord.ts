/** What the tables study, series and instance say of one file. */
export interface InstanceRecord {
  readonly study: {
    readonly studyInstanceUid: string;
    readonly patientId: string;
    readonly patientName: string;
    /** YYYY-MM-DD */
    readonly patientBirthDate: string | null;
    readonly patientSex: string | null;
    /** YYYY-MM-DD */
    readonly date: string | null;
    /** HH:MM:SS */
    readonly time: string | null;
    readonly description: string;
    readonly accessionNumber: string;
  };
  readonly series: {
    readonly seriesInstanceUid: string;
    readonly modality: string;
    readonly seriesNumber: number | null;
    readonly description: string;
    readonly bodyPart: string;
    readonly protocolName: string;
    readonly manufacturer: string;
    /** YYYY-MM-DD */
    readonly date: string | null;
  };
  readonly instance: {
    readonly sopInstanceUid: string;
    readonly sopClassUid: string;
    readonly transferSyntaxUid: string;
    readonly frameCount: number;
    /** InstanceHeader as JSON. */
    readonly header: string;
  };
  /** Identifiers the file lacks and that were made for it, in words. */
  readonly madeUp: readonly string[];
}
