#include "preprocess/SplineRows.hpp"

#include <algorithm>
#include <utility>

namespace fascicle {

SplineRows::SplineRows(const SplineCoefficients& spline, const std::vector<Taps>& columns, std::vector<Taps> slices)
    : spline_(spline), columns_(columns), slices_(std::move(slices)), stride_((static_cast<std::int64_t>(columns.size()) + block - 1) / block * block) {
  weights_.assign(static_cast<std::size_t>(4 * stride_), 0.0);
  coefficients_.assign(static_cast<std::size_t>(4 * rowsKept * 4 * stride_), 0.0);
  values_.resize(slices_.size() * static_cast<std::size_t>(stride_));
  held_.fill(-1);
  for (std::size_t column = 0; column < columns.size(); ++column) {
    for (int tap = 0; tap < 4; ++tap) weights_[tap * stride_ + column] = columns[column].weight[tap];
  }
}

void SplineRows::fetch(std::int64_t row) {
  if (held_[row % rowsKept] == row) return;
  held_[row % rowsKept] = row;
  for (int slice = 0; slice < 4; ++slice) {
    const double* const from = spline_.row(row, slices_.front().index[slice]);
    double* const to = coefficients_.data() + placeOf(slice, row);
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      for (int tap = 0; tap < 4; ++tap) to[tap * stride_ + column] = from[columns_[column].index[tap]];
    }
  }
}

void SplineRows::evaluate(const Taps& row) {
  for (const std::int32_t index : row.index) fetch(index);
  // Each weight is (x y) z, and the sum goes over columns, rows, slices: ITK's order, so that the rounding is ITK's as well.
  for (std::int64_t start = 0; start < stride_; start += block) {
    double inPlane[16][block];
    for (int tap = 0; tap < 16; ++tap) {
      const double* const weight = weights_.data() + tap % 4 * stride_ + start;
      for (std::int64_t l = 0; l < block; ++l) inPlane[tap][l] = weight[l] * row.weight[tap / 4];
    }
    for (std::size_t slice = 0; slice < slices_.size(); ++slice) {
      double sum[block] = {};
      for (int c = 0; c < 4; ++c) {
        const double weight = slices_[slice].weight[c];
        for (int b = 0; b < 4; ++b) {
          const double* const coefficients = coefficients_.data() + placeOf(c, row.index[b]) + start;
          for (int a = 0; a < 4; ++a) {
            for (std::int64_t l = 0; l < block; ++l) sum[l] += inPlane[4 * b + a][l] * weight * coefficients[a * stride_ + l];
          }
        }
      }
      std::copy_n(sum, block, values_.data() + static_cast<std::int64_t>(slice) * stride_ + start);
    }
  }
}

}  // namespace fascicle
