/** The part of dcmjs that is used here; the package brings no types. */
declare module "dcmjs" {
  interface DicomElement {
    vr: string;
    Value: unknown[];
  }
  export const data: {
    DicomDict: new (meta: Record<string, DicomElement>) => { dict: Record<string, DicomElement>; write(): ArrayBuffer };
    DicomMetaDictionary: { denaturalizeDataset(dataset: Record<string, unknown>): Record<string, DicomElement> };
  };
}
