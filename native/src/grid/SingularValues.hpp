// The inverse of a 3 x 3 matrix by its singular values, with ITK's rounding.
#pragma once

#include <array>

namespace fascicle {

using Matrix3 = std::array<double, 9>;  // row by row

/**
 * V diag(1/s) U' of the singular value decomposition U diag(s) V' of the matrix. ITK inverts the matrix of a grid so, by LINPACK's dsvdc, and where
 * a new voxel lies midway between two old ones the last digits decide which is taken: the order of operations here is dsvdc's. Method: J. Dongarra,
 * C. Moler, J. Bunch, G. Stewart, "LINPACK Users' Guide", SIAM 1979, chapter 11 (Householder steps to a bidiagonal matrix, then QR steps with a
 * shift). The inverse of a matrix of one number a row and column is exact. A singular value of 0 counts as if its inverse were 0; what is not a
 * finite number gives NaN.
 */
Matrix3 inverseBySingularValues(const Matrix3& matrix);

}  // namespace fascicle
