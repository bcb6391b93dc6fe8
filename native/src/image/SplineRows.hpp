// A cubic spline evaluated row by row.
#pragma once

#include <vector>

#include "image/SplineCoefficients.hpp"
#include "image/Taps.hpp"

namespace fascicle {

/**
 * Evaluates a spline in rows of positions, all with the same columns, on a few neighbouring slices that lie between the same voxels. The
 * coefficients under the columns' taps are laid out side by side, once for each of the image's rows, so that blocks of columns are computed
 * together.
 */
class SplineRows {
 public:
  /** `columns` and `spline` outlive this. `slices`: the voxels' slices that all of the evaluated slices need. */
  SplineRows(const SplineCoefficients& spline, const std::vector<Taps>& columns, const std::array<std::int32_t, 4>& slices);

  /** The spline's values at the columns, for a row and a slice; valid until the next call with another row. */
  const double* evaluate(const Taps& row, const Taps& slice);

 private:
  void fetch(std::int64_t row);
  const double* coefficientsOf(int slice, std::int64_t row) const { return coefficients_.data() + (slice * rowsKept + row % rowsKept) * 4 * stride_; }

  static constexpr std::int64_t rowsKept = 4;  // a row needs four that follow each other, or fewer at the mirror
  static constexpr std::int64_t block = 8;     // columns that are computed together

  const SplineCoefficients& spline_;
  const std::vector<Taps>& columns_;
  std::array<std::int32_t, 4> slices_;
  std::int64_t stride_;
  std::vector<double> weights_, coefficients_, values_;
  std::array<std::int64_t, rowsKept> held_;
};

}  // namespace fascicle
