// A cubic spline evaluated row by row.
#pragma once

#include <vector>

#include "preprocess/SplineCoefficients.hpp"
#include "preprocess/Taps.hpp"

namespace fascicle {

/**
 * Evaluates a spline in rows of positions, all with the same columns, on a few neighbouring slices that lie between the same voxels. The
 * coefficients under the columns' taps are laid out side by side, once for each of the image's rows, so that blocks of columns are computed
 * together.
 */
class SplineRows {
 public:
  /** `spline` and `columns` outlive this; `slices` all have the same indices. */
  SplineRows(const SplineCoefficients& spline, const std::vector<Taps>& columns, std::vector<Taps> slices);

  /** Evaluates one row of all of the slices. */
  void evaluate(const Taps& row);
  /** The values evaluated last, of the slice given in that place. */
  const double* valuesOf(std::size_t slice) const { return values_.data() + static_cast<std::int64_t>(slice) * stride_; }

 private:
  void fetch(std::int64_t row);
  std::int64_t placeOf(int slice, std::int64_t row) const { return (slice * rowsKept + row % rowsKept) * 4 * stride_; }

  static constexpr std::int64_t rowsKept = 4;  // a row needs four that follow each other, or fewer at the mirror
  static constexpr std::int64_t block = 8;     // columns that are computed together

  const SplineCoefficients& spline_;
  const std::vector<Taps>& columns_;
  std::vector<Taps> slices_;
  std::int64_t stride_;
  std::vector<double> weights_, coefficients_, values_;
  std::array<std::int64_t, rowsKept> held_;
};

}  // namespace fascicle
