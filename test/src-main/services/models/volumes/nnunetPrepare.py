"""nnU-Net's preparation by numpy alone (order 1 within slices, order 0 across them), from its published rules; shares no line with the program.

nnunetPrepare.py FOLDER   reads FOLDER/input.json ({"shape": [c, z, y, x], "spacing": [z, y, x], "target": [...]}) and input.f32; writes prepared.f32 and
                          prepared.json ({"shape", "box"}).
"""

import json
import sys
from pathlib import Path

import numpy as np


def filled(mask):
    outside = np.zeros(np.array(mask.shape) + 2, bool)
    free = np.pad(~mask, 1, constant_values=True)
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
        out = data[..., np.floor(place + 0.5).astype(int)]
    else:
        low = np.floor(place).astype(int)
        high = np.minimum(low + 1, old - 1)
        out = data[..., low] * (1 - (place - low)) + data[..., high] * (place - low)
    return np.moveaxis(out, -1, axis)


folder = Path(sys.argv[1])
given = json.loads((folder / "input.json").read_text())
data = np.fromfile(folder / "input.f32", "<f4").reshape(given["shape"]).astype(np.float64)
mask = filled((data != 0).any(0))
box = [(int(np.flatnonzero(mask.any(tuple(a for a in range(3) if a != axis)))[0]), int(np.flatnonzero(mask.any(tuple(a for a in range(3) if a != axis)))[-1]) + 1) for axis in range(3)]
cut = tuple(slice(a, b) for a, b in box)
data, mask = data[(slice(None), *cut)], mask[cut]
for channel in data:
    channel[mask] = (channel[mask] - channel[mask].mean()) / max(channel[mask].std(), 1e-8)
spacing, target = given["spacing"], given["target"]
shape = [int(round(s / t * n)) for s, t, n in zip(spacing, target, data.shape[1:])]
uneven = spacing if max(spacing) / min(spacing) > 3 else target if max(target) / min(target) > 3 else None
low = int(np.argmax(uneven)) if uneven else None
for axis in range(3):
    if axis != low:
        data = resize(data, axis + 1, shape[axis], 1)
if low is not None:
    data = resize(data, low + 1, shape[low], 0)
data.astype("<f4").tofile(folder / "prepared.f32")
(folder / "prepared.json").write_text(json.dumps({"shape": list(data.shape), "box": box}))
