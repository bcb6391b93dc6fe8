"""The tiled run of a network by numpy alone, from nnU-Net's published rules; an oracle that shares no line with the program.

tiles.py cut FOLDER PATCH   reads FOLDER/input.json ({"shape": [c, z, y, x]}) and input.f32 (stored, last axis fastest), normalises each channel
                            ((x - mean) / SD), writes patches.f32, one behind another, and cut.json: the places and the sha256 at half precision.
tiles.py blend FOLDER       reads answers.f32, one answer of each patch, and writes logits.f32 and labels.u8.
"""

import hashlib
import json
import sys
from itertools import product
from pathlib import Path

import numpy as np


def starts(length, patch, step=0.5):
    if length <= patch:
        return [0]
    count = int(np.ceil((length - patch) / (patch * step))) + 1
    return [int(np.round((length - patch) / (count - 1) * k)) for k in range(count)]


def gaussian(patch):
    axes = []
    for length in patch:
        sigma = length / 8
        radius = int(4 * sigma + 0.5)
        kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
        kernel /= kernel.sum()
        line = np.zeros(length)
        line[length // 2] = 1
        axes.append(np.convolve(line, kernel)[radius : radius + length])
    weights = axes[0][:, None, None] * axes[1][None, :, None] * axes[2][None, None, :]
    weights = weights / weights.max() * 10
    weights[weights == 0] = weights[weights != 0].min()
    return weights


def cut(folder, patch):
    shape = json.loads((folder / "input.json").read_text())["shape"]
    data = np.fromfile(folder / "input.f32", "<f4").reshape(shape).astype(np.float64)
    for channel in data:
        channel -= channel.mean()
        channel /= max(channel.std(), 1e-8)
    data = data.astype(np.float32)
    places = list(product(*(starts(n, p) for n, p in zip(shape[1:], patch))))
    with open(folder / "patches.f32", "wb") as file:
        for a, b, c in places:
            data[:, a : a + patch[0], b : b + patch[1], c : c + patch[2]].tofile(file)
    half = hashlib.sha256(data.astype("<f2").tobytes()).hexdigest()
    (folder / "cut.json").write_text(json.dumps({"shape": shape, "patch": patch, "places": places, "sha256": half}))


def blend(folder):
    made = json.loads((folder / "cut.json").read_text())
    patch, places = made["patch"], made["places"]
    answers = np.fromfile(folder / "answers.f32", "<f4").reshape(len(places), -1, *patch)
    weights = gaussian(patch)
    total = np.zeros((answers.shape[1], *made["shape"][1:]))
    count = np.zeros(made["shape"][1:])
    for (a, b, c), answer in zip(places, answers):
        box = (slice(a, a + patch[0]), slice(b, b + patch[1]), slice(c, c + patch[2]))
        total[(slice(None), *box)] += weights * answer
        count[box] += weights
    logits = total / count
    logits.astype("<f4").tofile(folder / "logits.f32")
    logits.argmax(0).astype(np.uint8).tofile(folder / "labels.u8")


if __name__ == "__main__":
    place = Path(sys.argv[2])
    if sys.argv[1] == "cut":
        cut(place, [int(n) for n in sys.argv[3].split(",")])
    else:
        blend(place)
