"""Reads DICOM files with pydicom and writes the values a reader must see: argv[1] is a folder, standard input has one path a line.

Grey frames: stored value * slope + intercept (or the Modality LUT), slope and intercept of the frame's own functional group
where there is one. Colours: RGB, 8 bit. Answers one JSON line a file.
"""
import gzip, io, json, os, sys, warnings
import numpy as np
import pydicom
from pydicom.pixel_data_handlers.util import apply_color_lut, apply_modality_lut, convert_color_space

warnings.filterwarnings("ignore")
import logging
logging.disable(logging.CRITICAL)


def group(dataset, index, sequence):
    for items, item in ((dataset.get("PerFrameFunctionalGroupsSequence"), index), (dataset.get("SharedFunctionalGroupsSequence"), 0)):
        if items and item < len(items) and items[item].get(sequence):
            return items[item].get(sequence)[0]
    return None


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    dataset = pydicom.dcmread(io.BytesIO(data), force=True)
    if not hasattr(dataset.file_meta, "TransferSyntaxUID"):
        dataset.file_meta.TransferSyntaxUID = pydicom.uid.ImplicitVRLittleEndian if dataset.is_implicit_VR else pydicom.uid.ExplicitVRLittleEndian
    array = dataset.pixel_array
    frames = int(dataset.get("NumberOfFrames", 1) or 1)
    photometric = dataset.PhotometricInterpretation
    samples = dataset.get("SamplesPerPixel", 1)
    if frames == 1:
        array = array[np.newaxis]
    if photometric == "PALETTE COLOR":
        rgb = apply_color_lut(array, dataset)
        return dataset, (rgb >> 8 if rgb.dtype.itemsize == 2 and rgb.max() > 255 else rgb).astype(np.uint8), 3
    if samples == 3:
        # JPEG is handed over as coded by one of pydicom's plugins, as RGB by another: pixel_array updates the data set where it converts.
        photometric = dataset.PhotometricInterpretation
        if photometric.startswith("YBR_FULL"):
            array = convert_color_space(array, photometric, "RGB", per_frame=False)
        bits = dataset.BitsStored
        return dataset, (array >> (bits - 8) if bits > 8 else array).astype(np.uint8), 3
    if "PerFrameFunctionalGroupsSequence" in dataset or "SharedFunctionalGroupsSequence" in dataset:
        array = array.astype(np.float64)
        for index in range(frames):
            values = group(dataset, index, "PixelValueTransformationSequence")
            if values is not None:
                array[index] = array[index] * float(values.RescaleSlope) + float(values.RescaleIntercept)
        return dataset, array, 1
    if dataset.get("DoseGridScaling") is not None:
        return dataset, array * float(dataset.DoseGridScaling), 1
    return dataset, np.asarray(apply_modality_lut(array, dataset), dtype=np.float64), 1


def answer(number, path):
    try:
        dataset, array, samples = read(path)
        out = os.path.join(sys.argv[1], f"{number}.bin")
        array.astype("<f8" if samples == 1 else np.uint8).tofile(out)
        print(json.dumps({"path": path, "bytes": out, "shape": list(array.shape), "samples": int(samples), "error": None}), flush=True)
    except Exception as error:
        refuse(path, f"{type(error).__name__}: {error}"[:120])


def refuse(path, error):
    print(json.dumps({"path": path, "bytes": None, "shape": [], "samples": 0, "error": error}), flush=True)


for number, line in enumerate(sys.stdin):
    # GDCM, which pydicom calls, crashes on some damaged files: each is read in a process of its own.
    path = line.rstrip("\n")
    child = os.fork()
    if child == 0:
        answer(number, path)
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        refuse(path, "pydicom crashed")
