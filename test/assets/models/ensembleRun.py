"""An ensemble of small networks by nibabel and numpy alone; shares no line with the program.

ensembleRun.py FOLDER   reads FOLDER/flair.nii.gz and t2.nii.gz (a brain each, on one grid), row.json (numbers in the order of the columns) and networks.json
                        ([{"name", "kind", "weight", "folds": [{tensor: {"dims", "values"}}]}]); writes scores.json ({"score", "members": [{"name", "score",
                        "folds"}]}).
"""

import json
import sys
from pathlib import Path

import nibabel
import numpy as np
from nibabel.orientations import io_orientation


def resized(data, length):
    for axis in range(3):
        old = data.shape[axis]
        place = np.arange(length) * (old - 1) / (length - 1)
        low = np.minimum(np.floor(place).astype(int), old - 2)
        data = np.moveaxis(data, axis, -1)
        data = data[..., low] * (1 - (place - low)) + data[..., low + 1] * (place - low)
        data = np.moveaxis(data, -1, axis)
    return data


def prepared(path):
    stored = nibabel.load(path)
    data = stored.as_reoriented(io_orientation(stored.affine)).get_fdata().transpose(2, 1, 0)
    data = resized(data, 128)
    return (data - data.min()) / (data.max() - data.min())


def convolved(data, weights, bias):
    padded = np.pad(data, ((0, 0), (1, 1), (1, 1), (1, 1)))
    out = [(length - 1) // 4 + 1 for length in data.shape[1:]]
    total = np.zeros((len(weights), *out)) + bias[:, None, None, None]
    for z in range(3):
        for y in range(3):
            for x in range(3):
                part = padded[:, z : z + 4 * out[0] : 4, y : y + 4 * out[1] : 4, x : x + 4 * out[2] : 4][:, : out[0], : out[1], : out[2]]
                total += np.einsum("kc,czyx->kzyx", weights[:, :, z, y, x], part)
    return np.maximum(total, 0)


def probability(kind, net, given):
    if kind == "volume":
        data = convolved(convolved(given[None], net["weights1"], net["bias1"]), net["weights2"], net["bias2"])
        logit = data.mean((1, 2, 3)) @ net["weights3"] + net["bias3"]
    else:
        scaled = (given - net["centre"]) / net["scale"]
        logit = np.maximum(scaled @ net["weights1"] + net["bias1"], 0) @ net["weights2"] + net["bias2"]
    return float(1 / (1 + np.exp(-logit.ravel()[0])))


folder = Path(sys.argv[1])
flair, t2 = prepared(folder / "flair.nii.gz"), prepared(folder / "t2.nii.gz")
given = {"FLAIR": flair, "T2": t2, "FLAIR3": flair**1.55 * t2**1.45, "clinical": np.array([json.loads((folder / "row.json").read_text())])}
members = []
for member in json.loads((folder / "networks.json").read_text()):
    nets = [{name: np.array(tensor["values"]).reshape(tensor["dims"]) for name, tensor in fold.items()} for fold in member["folds"]]
    folds = [probability(member["kind"], net, given[member["name"]]) for net in nets]
    members.append({"name": member["name"], "weight": member["weight"], "score": sum(folds) / len(folds), "folds": folds})
score = sum(member["weight"] * member["score"] for member in members)
(folder / "scores.json").write_text(json.dumps({"score": score, "members": members}))
