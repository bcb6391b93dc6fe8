#include "pipeline/FeatureMaps.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "requests.hpp"

namespace fascicle::sanitized {
namespace {

/** The maps' values one after another as bits, every NaN the same, or the words that refuse them. */
struct Outcome {
  std::vector<std::uint64_t> values;
  std::string refused;
  bool operator==(const Outcome&) const = default;
};

Outcome mapsOf(const Case& one, const FeatureMapRequest& request, unsigned threads) {
  Work work(threads, nullptr, {});
  Outcome outcome;
  try {
    const LabelMask mask{one.mask, 1};
    const std::optional<MaskExtent> extent = measureMask(mask, work);
    if (!extent) throw Refused("empty");
    Region region = cutRegion(mask, extent->box, work);
    takeValues(region, one.image, {0, 0, 0}, work);
    for (const FeatureMap& map : extractFeatureMaps(one.image, std::move(region), request, work)) {
      const auto* const values = static_cast<const double*>(map.image.voxels.data);
      std::transform(values, values + map.image.voxels.length, std::back_inserter(outcome.values),
                     [](double value) { return std::bit_cast<std::uint64_t>(std::isnan(value) ? std::nan("") : value); });
    }
  } catch (const Refused& refused) {
    outcome.refused = refused.what();
  }
  return outcome;
}

FeatureMapRequest randomRequest(Random& random) {
  FeatureMapRequest request;
  std::map<std::string, std::vector<std::string>> features;
  for (const FeatureDocumentation& feature : documentation()) {
    if (!feature.featureClass.starts_with("shape")) features[feature.featureClass].push_back(feature.name);
  }
  request.features.assign(features.begin(), features.end());
  request.kernelRadius = random.between(1, 3);
  request.maskedKernel = random.between(0, 2) > 0;
  request.voxelBatch = random.between(0, 1) == 0 ? -1 : random.between(1, 40);
  if (random.between(0, 3) == 0) request.binning.count = random.between(1, 40);
  else request.binning.width = 0.4 + 5 * random.share();
  request.binning.singlePrecisionEdges = random.between(0, 1) == 0;
  request.planeAxis = random.between(-1, 2);
  const std::vector<int> distances[] = {{1}, {1}, {1, 2}, {3}, {12}};
  request.distances = distances[random.between(0, 4)];
  request.weighting = static_cast<WeightingNorm>(random.between(0, 4));
  request.symmetricalGlcm = random.between(0, 1) == 0;
  request.gldmA = random.between(0, 2);
  return request;
}

void expectSame(Checks& checks, const Case& one, const FeatureMapRequest& request, const std::string& what) {
  const Outcome single = mapsOf(one, request, 1);
  checks.expect(single == mapsOf(one, request, 4), what + ": one thread and several give other maps");
  checks.expect(!single.values.empty() || !single.refused.empty(), what + ": neither maps nor words");
}

}  // namespace

void featureMaps(Checks& checks) {
  Random random(11);
  for (int run = 0; run < 40; ++run) expectSame(checks, randomCase(random), randomRequest(random), "maps of random region " + std::to_string(run));
  int number = 0;
  for (const Case& one : degenerateCases(random)) expectSame(checks, one, randomRequest(random), "maps of degenerate region " + std::to_string(number++));
}

}  // namespace fascicle::sanitized
