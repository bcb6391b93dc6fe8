"""nnU-Net's way from image files to a label map by nibabel and numpy, from its published rules; shares no line with the program.

nnunetRun.py FOLDER CONFIGURATION   reads FOLDER/plans.json, FOLDER/network.json ({"weights": [class][channel], "bias": [class]}: a network that sees every
                                    voxel by itself, so that patches and mirroring change nothing) and FOLDER/image_0.nii.gz, ...; writes labels.nii.gz on
                                    the grid of image_0. Order 1 within slices, order 0 along an axis of low resolution.
"""

import json
import sys
from pathlib import Path

import nibabel
import numpy as np
from nibabel.orientations import axcodes2ornt, io_orientation, ornt_transform


def filled(mask):
    free = np.pad(~mask, 1, constant_values=True)
    outside = np.zeros(free.shape, bool)
    outside[0] = True
    while True:
        grown = outside.copy()
        for axis in range(3):
            for shift in (1, -1):
                grown |= np.roll(outside, shift, axis)
        grown &= free
        if (grown == outside).all():
            return ~outside[1:-1, 1:-1, 1:-1]
        outside = grown


def resize(data, axis, length, order):
    old = data.shape[axis]
    place = np.clip((np.arange(length) + 0.5) * old / length - 0.5, 0, old - 1)
    data = np.moveaxis(data, axis, -1)
    if order == 0:
        return np.moveaxis(data[..., np.floor(place + 0.5).astype(int)], -1, axis)
    low = np.floor(place).astype(int)
    out = data[..., low] * (1 - (place - low)) + data[..., np.minimum(low + 1, old - 1)] * (place - low)
    return np.moveaxis(out, -1, axis)


def resample(data, shape, current, wanted):
    uneven = current if max(current) / min(current) > 3 else wanted if max(wanted) / min(wanted) > 3 else None
    low = int(np.argmax(uneven)) if uneven and np.sum(np.array(uneven) == max(uneven)) == 1 else None
    for axis in range(3):
        if axis != low:
            data = resize(data, axis + 1, shape[axis], 1)
    return data if low is None else resize(data, low + 1, shape[low], 0)


folder = Path(sys.argv[1])
plans = json.loads((folder / "plans.json").read_text())
configuration = plans["configurations"][sys.argv[2]]
network = json.loads((folder / "network.json").read_text())
forward = plans["transpose_forward"]
channels, spacing = [], None
for path in sorted(folder.glob("image_*.nii.gz")):
    stored = nibabel.load(path)
    image = stored
    if plans["image_reader_writer"] == "NibabelIOWithReorient":
        image = stored.as_reoriented(io_orientation(stored.affine))
    channels.append(image.get_fdata().transpose(2, 1, 0))
    spacing = [float(mm) for mm in image.header.get_zooms()[::-1]]
data = np.stack(channels).transpose(0, *[axis + 1 for axis in forward])
spacing = [spacing[axis] for axis in forward]
whole = data.shape[1:]
mask = filled((data != 0).any(0))
cut = tuple(slice(np.flatnonzero(mask.any(tuple(a for a in range(3) if a != axis)))[0], np.flatnonzero(mask.any(tuple(a for a in range(3) if a != axis)))[-1] + 1) for axis in range(3))
data, mask = data[(slice(None), *cut)], mask[cut]
for index, channel in enumerate(data):
    scheme = configuration["normalization_schemes"][index]
    if scheme == "ZScoreNormalization":
        where = mask if configuration["use_mask_for_norm"][index] else np.ones(mask.shape, bool)
        channel[where] = (channel[where] - channel[where].mean()) / max(channel[where].std(), 1e-8)
    elif scheme == "CTNormalization":
        known = plans["foreground_intensity_properties_per_channel"][str(index)]
        channel[:] = (np.clip(channel, known["percentile_00_5"], known["percentile_99_5"]) - known["mean"]) / max(known["std"], 1e-8)
    elif scheme == "RescaleTo01Normalization":
        channel[:] = (channel - channel.min()) / max(channel.max() - channel.min(), 1e-8)
target = configuration["spacing"]
target = [spacing[0], *target] if len(target) == 2 else target
cropped = data.shape[1:]
shape = [int(round(now / then * length)) for now, then, length in zip(spacing, target, cropped)]
data = resample(data, shape, spacing, target)
logits = np.einsum("kc,cxyz->kxyz", np.array(network["weights"]), data) + np.array(network["bias"])[:, None, None, None]
logits = resample(logits, cropped, target, spacing)
labels = np.zeros(whole, np.uint8)
labels[cut] = logits.argmax(0)
labels = labels.transpose(np.argsort(forward)).transpose(2, 1, 0)
out = nibabel.Nifti1Image(labels, image.affine)
if plans["image_reader_writer"] == "NibabelIOWithReorient":
    out = out.as_reoriented(ornt_transform(axcodes2ornt("RAS"), io_orientation(stored.affine)))
    assert np.allclose(out.affine, stored.affine)
nibabel.save(out, folder / "labels.nii.gz")
