// The symbols of the formulas for those who read them in the window; the classes' comments define them in full.
#pragma once

namespace fascicle {

inline constexpr const char* shapeSymbols =
    "Np: number of voxels; v: volume of one, mm^3; V, A: volume and area of the surface mesh (marching cubes, crossing halfway between "
    "voxels); D: distances of "
    "the mesh's vertices; l1 >= l2 >= l3: eigenvalues of the covariance (divided by Np) of the voxels' centres, mm^2.";

inline constexpr const char* shape2DSymbols =
    "Np: number of pixels; a: area of one, mm^2; A, P: area inside the outline (marching squares) and its length; D: distances of the "
    "outline's corners; l1 >= l2: "
    "eigenvalues of the covariance (divided by Np) of the pixels' centres, mm^2.";

inline constexpr const char* firstOrderSymbols =
    "x: intensities of the region's Np voxels; v: volume of a voxel, mm^3; c: voxelArrayShift; m2, m3, m4: means of the 2nd, 3rd and 4th "
    "powers of x - mean; P10, P25 ...: "
    "percentiles, interpolated linearly; x': the intensities from P10 to P90; h(g): share of the voxels in grey level g; e: 2^-52.";

inline constexpr const char* glcmSymbols =
    "p(i,j): probability that a voxel has grey level i and its neighbour in one direction level j; px, py: its sums over j and over i; ux, "
    "uy, sx, sy: their means and "
    "standard deviations; psum(k), pdiff(k): probability that i + j = k, that |i - j| = k; HX, HY, HXY: entropies of px, py and p; HXY1: "
    "-sum of p(i,j) log2(px(i) py(j) + e); "
    "HXY2: -sum of px(i) py(j) log2(px(i) py(j) + e); K: levels that occur; Ng: the largest level; e: 2^-52. The value is the mean over "
    "the directions.";

inline constexpr const char* glrlmSymbols =
    "P(i,s): number of runs of grey level i that are s voxels long, in one direction; N: sum of P; p(i,s): P(i,s) / N; R(i), C(s): sums of "
    "P over s and over i; Np: number of "
    "voxels; e: 2^-52. The value is the mean over the directions.";

inline constexpr const char* glszmSymbols =
    "P(i,s): number of zones (connected voxels of one grey level) of level i with s voxels; N: sum of P; p(i,s): P(i,s) / N; R(i), C(s): "
    "sums of P over s and over i; Np: number "
    "of voxels; e: 2^-52.";

inline constexpr const char* gldmSymbols =
    "P(i,s): number of voxels of grey level i with dependence s: 1 and the neighbours whose level differs by at most gldm_a; N: number of "
    "voxels; p(i,s): P(i,s) / N; R(i), C(s): "
    "sums of P over s and over i; e: 2^-52.";

inline constexpr const char* ngtdmSymbols =
    "s(i): sum, over the voxels of grey level i, of |i - mean level of the voxel's neighbours|; p(i): share of the voxels with level i; "
    "Nvp: number of voxels; Ngp: number of levels "
    "that occur.";

}  // namespace fascicle
