#include "pipeline/FeatureMaps.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

#include "features/FirstOrder.hpp"
#include "features/GlcmFeatures.hpp"
#include "features/NgtdmFeatures.hpp"
#include "features/SizeMatrixFeatures.hpp"
#include "matrices/Gldm.hpp"
#include "matrices/Glrlm.hpp"
#include "matrices/Glszm.hpp"
#include "pipeline/Kernel.hpp"
#include "pipeline/MapDomain.hpp"

namespace fascicle {
namespace {

/** Features of one class and the maps that they fill in. */
template <class Input>
struct Wanted {
  std::vector<const Feature<Input>*> features;
  std::vector<double*> maps;

  void put(const Input& input, std::int64_t at) const {
    for (std::size_t f = 0; f < features.size(); ++f) maps[f][at] = features[f]->compute(input);
  }
};

/** The mean over directions, those where a feature is undefined left out. */
struct DirectionMean {
  std::vector<double> sums, counts;

  void start(std::size_t features) {
    sums.assign(features, 0);
    counts.assign(features, 0);
  }
  void add(std::size_t feature, double value) {
    if (std::isnan(value)) return;
    sums[feature] += value;
    ++counts[feature];
  }
  double of(std::size_t feature) const { return counts[feature] > 0 ? sums[feature] / counts[feature] : std::nan(""); }
};

/** True where two voxels of the kernel are neighbours in this direction. */
bool hasPair(const Kernel& kernel, const Offset& offset) {
  const std::int64_t step = offset.in(kernel.levels);
  for (std::int64_t slice = 0; slice < kernel.region.size[2]; ++slice) {
    for (std::int64_t row = 0; row < kernel.region.size[1]; ++row) {
      const std::uint16_t* const codes = kernel.levels.codes.data() + kernel.levels.at(row, slice);
      for (std::int64_t column = 0; column < kernel.region.size[0]; ++column) {
        if (codes[column] != 0 && codes[column + step] != 0) return true;
      }
    }
  }
  return false;
}

/** Voxels that one task computes; all of one batch. */
struct Block {
  std::size_t first, last, batch;  // last: one past the end
};

class FeatureMaps {
 public:
  FeatureMaps(const MapDomain& domain, const FeatureMapRequest& request, Work& work) : domain_(domain), request_(request), work_(work) {
    const Index3 size = kernelSize(request.kernelRadius, request.planeAxis);
    neighbours_ = offsetsWithin(allOffsets(request.distances, request.planeAxis), size);
    directions_ = offsetsWithin(halfOffsets(request.distances, request.planeAxis), size);
    for (const Offset& offset : neighbours_)
      reach_ = std::max<std::int64_t>({reach_, std::abs(offset.columns), std::abs(offset.rows), std::abs(offset.slices)});
    cutIntoBlocks();
  }

  std::vector<FeatureMap> extract() {
    for (const auto& [featureClass, names] : request_.features) addClass(featureClass, names);
    if (!blocksOfDirections_.empty()) work_.run("looking for neighbours", blocksOfDirections_);
    joinDirections();
    work_.run("computing feature maps", tasks_);
    return std::move(maps_);
  }

 private:
  static constexpr std::size_t voxelsPerBlock = 256;

  void cutIntoBlocks() {
    const std::size_t voxels = domain_.voxels.size();
    const std::size_t batchSize = request_.voxelBatch > 0 ? static_cast<std::size_t>(request_.voxelBatch) : voxels;
    for (std::size_t start = 0, batch = 0; start < voxels; start += batchSize, ++batch) {
      const std::size_t end = std::min(voxels, start + batchSize);
      for (std::size_t first = start; first < end; first += voxelsPerBlock) blocks_.push_back({first, std::min(end, first + voxelsPerBlock), batch});
      batches_ = batch + 1;
    }
  }

  void addClass(const std::string& featureClass, const std::vector<std::string>& names) {
    if (featureClass == "firstorder") return addFirstOrder(want(featureClass, firstOrderFeatures, names));
    if (featureClass == "glcm") return addGlcm(want(featureClass, glcmFeatures, names));
    if (featureClass == "glrlm") return addGlrlm(want(featureClass, glrlmFeatures, names));
    if (featureClass == "glszm") {
      return addTasks(domain_.textures(), [this, wanted = want(featureClass, glszmFeatures, names)](const Kernel& kernel, std::size_t voxel, const Block&) {
        wanted.put(countZones(kernel.region, kernel.levels, request_.planeAxis, work_), at(voxel));
      });
    }
    if (featureClass == "gldm") {
      return addTasks(domain_.textures(), [this, wanted = want(featureClass, gldmFeatures, names)](const Kernel& kernel, std::size_t voxel, const Block&) {
        wanted.put(countDependences(kernel.region, kernel.levels, neighbours_, request_.gldmA, work_), at(voxel));
      });
    }
    if (featureClass == "ngtdm") {
      return addTasks(domain_.textures(), [this, wanted = want(featureClass, ngtdmFeatures, names)](const Kernel& kernel, std::size_t voxel, const Block&) {
        wanted.put(Ngtdm(kernel.region, kernel.levels, neighbours_, work_), at(voxel));
      });
    }
    throw Refused("There are no maps of class " + featureClass + ". Leave it out, or extract it for the whole region.");
  }

  template <class Input>
  Wanted<Input> want(const std::string& featureClass, const std::vector<Feature<Input>>& table, const std::vector<std::string>& names) {
    Wanted<Input> wanted;
    for (const std::string& name : names) {
      const auto found = std::find_if(table.begin(), table.end(), [&](const Feature<Input>& feature) { return feature.name == name; });
      if (found == table.end()) throw Refused("There is no feature \"" + name + "\" in class " + featureClass + ". Correct its name.");
      auto [image, data] = makeImage<double>(domain_.grid);
      std::fill_n(data, image.grid.voxels(), request_.initValue);
      wanted.features.push_back(&*found);
      wanted.maps.push_back(data);
      maps_.push_back({featureClass, name, std::move(image)});
    }
    return wanted;
  }

  void addFirstOrder(Wanted<FirstOrder> wanted) {
    const std::array<double, 3>& spacing = domain_.region.spacingMm;
    addTasks(domain_.firstOrder(), [this, wanted, volume = spacing[0] * spacing[1] * spacing[2]](const Kernel& kernel, std::size_t voxel, const Block&) {
      FirstOrder intensities;
      intensities.takeMoments(kernel.region.values, volume, request_.voxelArrayShift, work_);
      intensities.takeRanks(kernel.region.values, work_);
      intensities.takeHistogram(kernel.levels);
      wanted.put(intensities, at(voxel));
    });
  }

  void addGlrlm(Wanted<SizeMatrix> wanted) {
    addTasks(domain_.textures(), [this, wanted, mean = DirectionMean{}, directions = halfOffsets({1}, request_.planeAxis)](
                                     const Kernel& kernel, std::size_t voxel, const Block&) mutable {
      std::vector<SizeMatrix> counted;
      std::vector<double> weights;
      for (const Offset& offset : directions) {
        std::optional<SizeMatrix> runs = countRuns(kernel.region, kernel.levels, offset, work_);
        if (!runs) continue;
        counted.push_back(std::move(*runs));
        if (isWeighted()) weights.push_back(runWeight(offset, kernel.region.spacingMm, request_.weighting));
      }
      if (isWeighted() && !counted.empty()) counted = {SizeMatrix(counted, weights)};
      mean.start(wanted.features.size());
      for (const SizeMatrix& runs : counted) {
        for (std::size_t f = 0; f < wanted.features.size(); ++f) mean.add(f, wanted.features[f]->compute(runs));
      }
      for (std::size_t f = 0; f < wanted.features.size(); ++f) wanted.maps[f][at(voxel)] = mean.of(f);
    });
  }

  void addGlcm(Wanted<Glcm> wanted) {
    const auto indexOf = [&](const char* name) {
      const auto found = std::find_if(wanted.features.begin(), wanted.features.end(),
                                      [&](const Feature<Glcm>* feature) { return feature->name == std::string(name); });
      return static_cast<std::size_t>(found - wanted.features.begin());
    };
    const std::size_t jointAverage = indexOf("JointAverage"), mcc = indexOf("MCC"), count = wanted.features.size();
    if (jointAverage < count || mcc < count) addSearchForDirections();
    const bool oneLevel = domain_.textures().levels.count() == 1;
    std::vector<double> weights;
    for (const Offset& offset : directions_) weights.push_back(pairWeight(offset, domain_.region.spacingMm, request_.weighting));
    addTasks(domain_.textures(), [this, wanted, weights, mean = DirectionMean{}, jointAverage, mcc, count, oneLevel](
                                     const Kernel& kernel, std::size_t voxel, const Block& block) mutable {
      const bool mccFails = mcc < count && failing_[block.batch];
      mean.start(count);
      std::vector<PairCounts> counted;
      for (const Offset& offset : directions_)
        counted.push_back(PairCounts::of(kernel.region, kernel.levels, offset, request_.symmetricalGlcm, work_));
      if (isWeighted()) counted = {PairCounts::weighted(counted, weights)};
      for (const PairCounts& counts : counted) {
        const Glcm pairs(kernel.levels, counts);
        if (!pairs.hasPairs()) continue;
        for (std::size_t f = 0; f < count; ++f) {
          if (f == mcc && mccFails) continue;
          // A kernel of one level is not a region of one level: the others occur elsewhere.
          const bool oneOfMany = f == mcc && !oneLevel && kernel.levels.count() == 1;
          mean.add(f, oneOfMany ? 0 : wanted.features[f]->compute(pairs));
        }
      }
      for (std::size_t f = 0; f < count; ++f) {
        if (f == mcc && mccFails) continue;
        const bool undefined = f == jointAverage && found_[voxel] < keptOf_[block.batch];
        wanted.maps[f][at(voxel)] = undefined ? std::nan("") : mean.of(f);
      }
    });
  }

  /** First of all, in how many directions each kernel has pairs, and which directions any kernel of a block has them in. */
  void addSearchForDirections() {
    found_.assign(domain_.voxels.size(), 0);
    anyOf_.assign(blocks_.size(), std::vector<bool>(directions_.size(), false));
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      blocksOfDirections_.push_back([this, b] {
        eachKernel(domain_.textures(), blocks_[b], [&](const Kernel& kernel, std::size_t voxel) {
          for (std::size_t d = 0; d < directions_.size(); ++d) {
            if (!hasPair(kernel, directions_[d])) continue;
            ++found_[voxel];
            anyOf_[b][d] = true;
          }
        });
      });
    }
  }

  void joinDirections() {
    if (found_.empty()) return;
    std::vector<std::vector<bool>> kept(batches_, std::vector<bool>(directions_.size(), false));
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      for (std::size_t d = 0; d < directions_.size(); ++d) kept[blocks_[b].batch][d] = kept[blocks_[b].batch][d] || anyOf_[b][d];
    }
    // PyRadiomics leaves no direction out where there is but one matrix.
    const bool oneMatrix = isWeighted() || offsetsWithin(halfOffsets(request_.distances, request_.planeAxis), domain_.grid.size).size() == 1;
    for (const auto& batch : kept) keptOf_.push_back(oneMatrix ? 1u : static_cast<std::uint32_t>(std::count(batch.begin(), batch.end(), true)));
    failing_.assign(batches_, false);
    for (const Block& block : blocks_) {
      for (std::size_t voxel = block.first; voxel < block.last; ++voxel) {
        if (found_[voxel] < keptOf_[block.batch]) failing_[block.batch] = true;
      }
    }
  }

  template <class Use>
  void eachKernel(const KernelSource& source, const Block& block, Use&& use) {
    Kernel kernel(source, request_.kernelRadius, request_.planeAxis, std::max<std::int64_t>(1, reach_));
    for (std::size_t voxel = block.first; voxel < block.last; ++voxel) {
      work_.checkCancelled();
      kernel.moveTo(domain_.voxels[voxel].inCodes);
      use(kernel, voxel);
    }
  }

  template <class Evaluate>
  void addTasks(KernelSource source, Evaluate evaluate) {
    for (const Block& block : blocks_) {
      tasks_.push_back([this, source, &block, evaluate]() mutable {
        eachKernel(source, block, [&](const Kernel& kernel, std::size_t voxel) { evaluate(kernel, voxel, block); });
      });
    }
  }

  std::int64_t at(std::size_t voxel) const { return domain_.voxels[voxel].inMap; }
  bool isWeighted() const { return request_.weighting != WeightingNorm::off; }

  const MapDomain& domain_;
  const FeatureMapRequest& request_;
  Work& work_;
  std::vector<Offset> neighbours_, directions_;
  std::int64_t reach_ = 0;
  std::vector<Block> blocks_;
  std::size_t batches_ = 0;
  std::vector<Task> blocksOfDirections_, tasks_;
  std::vector<FeatureMap> maps_;
  std::vector<std::uint32_t> found_;            // by voxel: directions with pairs
  std::vector<std::vector<bool>> anyOf_;        // by block, direction
  std::vector<std::uint32_t> keptOf_;           // by batch: directions left in
  std::vector<bool> failing_;                   // by batch: MCC cannot be computed
};

}  // namespace

std::vector<FeatureMap> extractFeatureMaps(const Image& image, Region region, const FeatureMapRequest& request, Work& work) {
  if (request.kernelRadius < 1) throw Refused("kernelRadius is smaller than 1: a map needs neighbours. Choose at least 1.");
  const MapDomain domain(image, std::move(region), request, work);
  return FeatureMaps(domain, request, work).extract();
}

}  // namespace fascicle
