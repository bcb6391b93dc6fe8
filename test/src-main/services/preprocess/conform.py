"""A conformed image against FreeSurfer's rule, worked with nibabel and SciPy: conform.py SOURCE.nii CONFORMED.nii. Prints JSON.

The grid is worked by nibabel's MGH header with FreeSurfer's directions (nibabel's own default runs the other way along two axes): LIA, the centre of the source
at index 128. Every fourth slice of it is looked at. Values are interpolated by nibabel.processing.resample_from_to and put onto 0 to 255 as mri_convert does: a
histogram of 1,000 bins, a thousandth of what is not 0 becomes 255.
"""

import json
import sys

import nibabel
import numpy
from nibabel.freesurfer.mghformat import MGHHeader, MGHImage
from nibabel.processing import resample_from_to

source, conformed = (nibabel.load(path) for path in sys.argv[1:3])
values = numpy.asarray(source.dataobj, dtype=float)

header = MGHHeader()
header.set_data_shape((256, 256, 256))
header["Mdc"] = [[-1, 0, 0], [0, 0, -1], [0, 1, 0]]
header["Pxyz_c"] = MGHImage(values.astype("f4"), source.affine).header["Pxyz_c"]
affine = header.get_affine()

some = (256, 256, 64)
fourth = affine @ numpy.diag([1, 1, 4, 1])
# Of floats: of whole numbers it answers whole numbers.
moved = resample_from_to(nibabel.Nifti1Image(values, source.affine), (some, fourth), order=1, cval=0).get_fdata()
counts, edges = numpy.histogram(values, bins=1000)
wanted = values.size - int((1.0 - 0.999) * numpy.count_nonzero(numpy.abs(values) >= 1e-15))
lower, upper = edges[0], edges[numpy.flatnonzero(numpy.cumsum(counts) >= wanted)[0] - 1]
expected = numpy.rint(numpy.clip((moved - lower) * 255 / (upper - lower), 0, 255))

# Where each voxel lies in the source: within the centres of its outermost voxels, beyond their edges, or between the two.
places = numpy.linalg.inv(source.affine) @ fourth
index = numpy.indices(some, dtype=numpy.float32)
inside, beyond = numpy.ones(moved.shape, bool), numpy.zeros(moved.shape, bool)
for axis, length in enumerate(values.shape):
    at = places[axis, 3] + sum(places[axis, of] * index[of] for of in range(3))
    inside &= (at >= 0) & (at <= length - 1)
    beyond |= (at < -0.5) | (at > length - 0.5)
found = numpy.asarray(conformed.dataobj, dtype=float)[:, :, ::4]
apart = numpy.abs(found - expected)[inside]
outside = numpy.rint(numpy.clip(-lower * 255 / (upper - lower), 0, 255))
print(json.dumps({
    "type": str(conformed.get_data_dtype()),
    "grid": float(numpy.abs(conformed.affine - affine).max()),
    "upper": float(upper),
    "inside": int(inside.sum()),
    "largest": float(apart.max()),
    "different": float((apart > 0).mean()),
    "beyond": float(numpy.abs(found[beyond] - outside).max()),
    "between": int((~inside & ~beyond).sum()),
}))
