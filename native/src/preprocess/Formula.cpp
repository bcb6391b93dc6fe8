#include "preprocess/Formula.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "preprocess/Slices.hpp"

namespace fascicle {
namespace {

constexpr std::int64_t blockVoxels = 512;
constexpr std::size_t mostStack = 64;

int operandsOf(FormulaOperation operation) {
  switch (operation) {
    case FormulaOperation::number:
    case FormulaOperation::image:
      return 0;
    case FormulaOperation::negate:
    case FormulaOperation::log:
    case FormulaOperation::exp:
    case FormulaOperation::sqrt:
    case FormulaOperation::abs:
      return 1;
    default:
      return 2;
  }
}

/** Applies `act` to the values of the topmost place, or of the topmost two, of which the lower takes the result. */
template <class Act>
void onTop(double* top, std::int64_t length, const Act& act) {
  for (std::int64_t v = 0; v < length; ++v) top[v] = act(top[v]);
}
template <class Act>
void onTwo(double* top, std::int64_t length, const Act& act) {
  for (std::int64_t v = 0; v < length; ++v) top[v - blockVoxels] = act(top[v - blockVoxels], top[v]);
}

/** Runs an operation other than one that puts something on the stack; `top` is its topmost place. */
void operate(FormulaOperation operation, double* top, std::int64_t length) {
  switch (operation) {
    case FormulaOperation::add:
      return onTwo(top, length, [](double a, double b) { return a + b; });
    case FormulaOperation::subtract:
      return onTwo(top, length, [](double a, double b) { return a - b; });
    case FormulaOperation::multiply:
      return onTwo(top, length, [](double a, double b) { return a * b; });
    case FormulaOperation::divide:
      return onTwo(top, length, [](double a, double b) { return a / b; });
    case FormulaOperation::power:
      return onTwo(top, length, [](double a, double b) { return std::pow(a, b); });
    case FormulaOperation::minimum:
      return onTwo(top, length, [](double a, double b) { return std::isnan(a) || a < b ? a : b; });
    case FormulaOperation::maximum:
      return onTwo(top, length, [](double a, double b) { return std::isnan(a) || a > b ? a : b; });
    case FormulaOperation::negate:
      return onTop(top, length, [](double a) { return -a; });
    case FormulaOperation::log:
      return onTop(top, length, [](double a) { return std::log(a); });
    case FormulaOperation::exp:
      return onTop(top, length, [](double a) { return std::exp(a); });
    case FormulaOperation::sqrt:
      return onTop(top, length, [](double a) { return std::sqrt(a); });
    case FormulaOperation::abs:
      return onTop(top, length, [](double a) { return std::abs(a); });
    case FormulaOperation::number:
    case FormulaOperation::image:
      return;
  }
}

}  // namespace

bool isComputable(const std::vector<FormulaStep>& formula, std::size_t images) {
  std::size_t depth = 0;
  for (const FormulaStep& step : formula) {
    if (step.operation == FormulaOperation::image && step.image >= images) return false;
    const auto operands = static_cast<std::size_t>(operandsOf(step.operation));
    if (depth < operands) return false;
    depth = depth - operands + 1;
    if (depth > mostStack) return false;
  }
  return depth == 1;
}

FormulaResult evaluateFormula(const std::vector<Image>& images, const std::vector<FormulaStep>& formula, bool notFiniteIsZero, Work& work) {
  const Grid& grid = images.front().grid;
  auto [result, data] = makeImage<float>(grid);
  std::vector<std::int64_t> counts(static_cast<std::size_t>(grid.size[2]));
  forSlices(grid, "computing the formula", work, [&, data = data](std::int64_t slice, std::int64_t first, std::int64_t length) {
    std::vector<double> stack(mostStack * blockVoxels);
    std::int64_t notFinite = 0;
    for (std::int64_t start = first; start < first + length; start += blockVoxels) {
      work.checkCancelled();
      const std::int64_t used = std::min(blockVoxels, first + length - start);
      double* next = stack.data();
      for (const FormulaStep& step : formula) {
        const int operands = operandsOf(step.operation);
        if (operands > 0)
          operate(step.operation, next - blockVoxels, used);
        else if (step.operation == FormulaOperation::number)
          std::fill_n(next, used, step.number);
        else
          withTypedPointer(images[step.image].voxels, [&](auto voxels) {
            for (std::int64_t v = 0; v < used; ++v) next[v] = static_cast<double>(voxels[start + v]);
          });
        next += (1 - operands) * blockVoxels;
      }
      for (std::int64_t v = 0; v < used; ++v) {
        const auto value = static_cast<float>(stack[static_cast<std::size_t>(v)]);
        const bool isFinite = std::isfinite(value);
        notFinite += !isFinite;
        data[start + v] = isFinite ? value : 0;
      }
    }
    counts[static_cast<std::size_t>(slice)] = notFinite;
  });
  const std::int64_t notFinite = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  if (notFinite > 0 && !notFiniteIsZero)
    throw Refused("The formula has no finite value at " + (notFinite == 1 ? std::string("one voxel") : std::to_string(notFinite) + " voxels") +
                  ". Change the formula, or have them become 0 (notFinite: zero).");
  return {std::move(result), notFinite};
}

}  // namespace fascicle
