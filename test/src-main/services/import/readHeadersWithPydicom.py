"""Reads DICOM headers with pydicom: standard input has one path a line; answers one JSON line a file, null where pydicom cannot read it."""
import gzip, io, json, logging, sys, warnings
import pydicom

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)


def text(dataset, keyword):
    value = dataset.get(keyword)
    return "" if value is None else str(value)


for line in sys.stdin:
    path = line.rstrip("\n")
    try:
        with open(path, "rb") as file:
            data = file.read()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        dataset = pydicom.dcmread(io.BytesIO(data), force=True)
        keywords = ["PatientName", "PatientID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"]
        keywords += ["StudyDescription", "SeriesDescription", "StudyDate", "Modality"]
        header = {keyword: text(dataset, keyword) for keyword in keywords}
        header["sopClass"] = dataset.SOPClassUID.name if "SOPClassUID" in dataset else ""
        header["hasPixels"] = any(name in dataset for name in ("PixelData", "FloatPixelData", "DoubleFloatPixelData"))
        header["frames"] = int(dataset.get("NumberOfFrames", 1) or 1)
        print(json.dumps({"path": path, "header": header}), flush=True)
    except Exception:
        print(json.dumps({"path": path, "header": None}), flush=True)
