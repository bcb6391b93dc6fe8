"""Ways of a network through 2D, 2.5D, cubic resampling and FreeSurfer's grid by numpy and scipy alone; shares no line with the program.

networkPaths.py FOLDER WAY   reads FOLDER/image.f32 (i fastest) and case.json: size [i, j, k], and what the way needs; writes tensor.f32, the prepared tensor,
                             and labels.u8, i fastest on the image's grid.

planes    the tensor's axes are y, z, x; slices lie across y; "weights" is a kernel [beside][3][3] over neighbours ("edge" repeat or zeros) and the plane,
          "bias" what is added: label 1 where the sum is above 0.
cubic     nnU-Net's resampling with splines of order 3 (scikit-image's resize is scipy's zoom in grid mode, then clipped) from "shape" of the image z, y, x to
          "to"; label 1 where the value that came back in the same way is above 0.
conform   256 voxels of 1 mm about the centre, linear, rounded, from spacing "mm"; label 1 where the value that is looked up, linear, is above "above".
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy import ndimage

folder = Path(sys.argv[1])
case = json.loads((folder / "case.json").read_text())
ni, nj, nk = case["size"]
zyx = np.fromfile(folder / "image.f32", "<f4").reshape(nk, nj, ni).astype(np.float64)


def planes():
    yzx = np.moveaxis(zyx, 1, 0)
    yzx = ((yzx - yzx.mean()) / yzx.std()).astype(np.float32).astype(np.float64)
    kernel = np.array(case["weights"], float)
    around = len(kernel) // 2
    padded = np.pad(yzx, ((around, around), (0, 0), (0, 0)), mode="edge" if case["edge"] == "repeat" else "constant")
    padded = np.pad(padded, ((0, 0), (1, 1), (1, 1)))
    answer = np.zeros(yzx.shape)
    for a in range(kernel.shape[0]):
        for b in range(3):
            for c in range(3):
                answer += kernel[a, b, c] * padded[a : a + yzx.shape[0], b : b + yzx.shape[1], c : c + yzx.shape[2]]
    return yzx, np.moveaxis(answer + case["bias"] > 0, 0, 1)


def resize(data, shape):
    factors = [n / old for n, old in zip(shape, data.shape)]
    return np.clip(ndimage.zoom(data, factors, order=3, mode="nearest", grid_mode=True), data.min(), data.max())


def cubic():
    normalised = (zyx - zyx.mean()) / zyx.std()
    tensor = resize(normalised.astype(np.float32).astype(np.float64), case["to"])
    return tensor, resize(tensor.astype(np.float32).astype(np.float64), zyx.shape) > 0


def conform():
    # FreeSurfer's axes run to the left, the feet and the front, with the centre, voxel size / 2 of the image, at index 128 of each. The tensor's run to the
    # head, the front and the right: of those that are turned round the centre lies at 255 - 128. The image's own x and y run to the left and to the back.
    mm = case["mm"][::-1]
    at = np.arange(256)
    forward = [(at - 127) / mm[0] + nk / 2, (128 - at) / mm[1] + nj / 2, (127 - at) / mm[2] + ni / 2]
    grid = np.meshgrid(*forward, indexing="ij")
    values = ndimage.map_coordinates(zyx, grid, order=1, mode="constant", cval=0, prefilter=False)
    outside = np.zeros(values.shape, bool)
    for place, length in zip(grid, zyx.shape):
        outside |= (place < -0.5) | (place > length - 0.5)
    tensor = np.floor(np.where(outside, 0, values) + 0.5)
    k, j, i = np.meshgrid(np.arange(nk), np.arange(nj), np.arange(ni), indexing="ij")
    back = [(k - nk / 2) * mm[0] + 127, 128 - (j - nj / 2) * mm[1], 127 - (i - ni / 2) * mm[2]]
    return tensor, ndimage.map_coordinates(tensor, back, order=1, mode="nearest") > case["above"]


tensor, labels = {"planes": planes, "cubic": cubic, "conform": conform}[sys.argv[2]]()
tensor.astype("<f4").tofile(folder / "tensor.f32")
labels.astype(np.uint8).tofile(folder / "labels.u8")
