#include "fuzzInput.hpp"

#include <algorithm>
#include <atomic>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "pipeline/MapPipeline.hpp"
#include "pipeline/Pipeline.hpp"
#include "regions.hpp"

namespace fascicle::sanitized {
namespace {

constexpr double specials[] = {
    0, -0.0, 1, -1, 0.5, 25, 100, 1000, 32767, 65535, 16777216, 2147483647, 4294967295.0, 9007199254740992, 1e20, -1e20, 3.4e38, -3.4e38, 1.7e308, -1.7e308,
    1e-18, 1e-45, 2.2250738585072014e-308, 5e-324, -5e-324, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
    -std::numeric_limits<double>::infinity(),
};

/** Bytes taken one after the other; zeros once they are at an end. */
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

  std::uint8_t byte() { return at_ < size_ ? data_[at_++] : 0; }
  bool flag() { return (byte() & 1) != 0; }
  /** From `least` to `most`, both included. */
  int between(int least, int most) {
    const int value = byte() | byte() << 8;
    return least + value % (most - least + 1);
  }
  bool oneIn(int many) { return byte() % many == many - 1; }

  /** Any number: plain, special, or whatever the bits say. */
  double number() {
    const std::uint8_t kind = byte();
    if (kind < 128) return static_cast<double>(static_cast<std::int8_t>(byte())) / (kind % 8 + 1);
    if (kind < 224) return specials[byte() % std::size(specials)];
    std::uint64_t bits = 0;
    for (int b = 0; b < 8; ++b) bits = bits << 8 | byte();
    return std::bit_cast<double>(bits);
  }
  double finite() {
    const double value = number();
    return std::isfinite(value) ? value : 1;
  }
  double positive() {
    const double value = std::abs(finite());
    return value > 0 ? value : 1;
  }
  double within(double least, double most) {
    const double value = finite();
    return value >= least && value <= most ? value : least;
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_, at_ = 0;
};

template <class Scalar>
Scalar cutTo(double value) {
  if constexpr (std::is_same_v<Scalar, double>) return value;
  else if constexpr (std::is_same_v<Scalar, float>)
    return std::abs(value) <= 3.4028234663852886e38 || !std::isfinite(value) ? static_cast<float>(value)
                                                                             : std::numeric_limits<float>::max();
  else if (!(value >= static_cast<double>(std::numeric_limits<Scalar>::min()))) return std::numeric_limits<Scalar>::min();
  else return value >= static_cast<double>(std::numeric_limits<Scalar>::max()) ? std::numeric_limits<Scalar>::max() : static_cast<Scalar>(value);
}

template <class Value>
Image filled(const Grid& grid, ScalarType type, Value value) {
  const auto make = [&](auto example) {
    using Scalar = decltype(example);
    NewImage<Scalar> made = makeImage<Scalar>(grid);
    for (std::int64_t v = 0; v < grid.voxels(); ++v) made.data[v] = cutTo<Scalar>(value(v));
    return made.image;
  };
  switch (type) {
    case ScalarType::int8: return make(std::int8_t{});
    case ScalarType::uint8: return make(std::uint8_t{});
    case ScalarType::int16: return make(std::int16_t{});
    case ScalarType::uint16: return make(std::uint16_t{});
    case ScalarType::int32: return make(std::int32_t{});
    case ScalarType::uint32: return make(std::uint32_t{});
    case ScalarType::float32: return make(float{});
    case ScalarType::float64: return make(double{});
  }
  return {};
}

Grid gridOf(Bytes& bytes) {
  Grid grid;
  for (int axis = 0; axis < 3; ++axis) grid.size[axis] = bytes.between(1, 5);
  if (bytes.oneIn(16)) grid.size = {bytes.between(1, 200), 1, bytes.between(1, 2)};
  const std::uint8_t kind = bytes.byte();
  if (kind < 128) return grid;
  for (int axis = 0; axis < 3; ++axis) {
    grid.spacingMm[axis] = bytes.oneIn(8) ? bytes.positive() : 0.25 + bytes.byte() / 32.0;
    grid.originMm[axis] = bytes.oneIn(8) ? bytes.finite() : bytes.byte();
  }
  if (kind < 170) {  // turned about one axis
    const double angle = bytes.byte() / 40.0;
    grid.direction = {std::cos(angle), -std::sin(angle), 0, std::sin(angle), std::cos(angle), 0, 0, 0, 1};
  } else if (kind < 210) {
    std::rotate(grid.direction.begin(), grid.direction.begin() + 3 * (bytes.byte() % 3), grid.direction.end());
  } else if (kind < 230) {
    for (double& part : grid.direction) part = bytes.finite();
  }
  return grid;
}

Image imageOn(Bytes& bytes, const Grid& grid) {
  const ScalarType type = scalarTypes[bytes.byte() % 8];
  const int kind = bytes.between(0, 4);
  const double base = bytes.number(), step = bytes.number();
  if (kind == 0) return filled(grid, type, [&](std::int64_t) { return base; });
  if (kind == 1) return filled(grid, type, [&](std::int64_t v) { return base + static_cast<double>(v) * step; });
  std::array<double, 16> palette;
  const int colours = bytes.between(1, 16);
  for (int c = 0; c < colours; ++c) palette[c] = kind == 2 ? bytes.number() : kind == 3 ? bytes.byte() : bytes.finite();
  Random random(bytes.byte());
  return filled(grid, type, [&](std::int64_t) { return palette[random.next() % static_cast<std::uint64_t>(colours)]; });
}

Image maskOn(Bytes& bytes, const Grid& grid, std::uint32_t label) {
  const ScalarType type = scalarTypes[bytes.byte() % 8];
  const int kind = bytes.between(0, 4);
  if (kind == 0) return filled(grid, type, [&](std::int64_t) { return label; });
  const double other = bytes.number();
  Random random(bytes.byte());
  const std::uint64_t share = bytes.byte() + 1u;
  return filled(grid, type, [&](std::int64_t v) {
    const bool inside = kind == 1 ? v % static_cast<std::int64_t>(share) == 0 : random.next() % 256 < share;
    return inside ? static_cast<double>(label) : kind == 2 ? other : 0;
  });
}

TextureSettings textureOf(Bytes& bytes) {
  TextureSettings texture;
  const std::uint8_t binning = bytes.byte();
  if (binning < 64) texture.binning.width = 25;
  else if (binning < 128) texture.binning.width = 0.1 + bytes.byte() / 16.0;
  else if (binning < 192) texture.binning.width = bytes.positive();
  else texture.binning.count = bytes.oneIn(8) ? bytes.between(1, 65535) : bytes.between(1, 64);
  if (texture.binning.count && bytes.oneIn(16)) texture.binning.count = 1 << bytes.between(0, 29);
  texture.planeAxis = bytes.between(-1, 2);
  texture.voxelArrayShift = bytes.oneIn(4) ? bytes.number() : 0;
  texture.distances.clear();
  const int distances = bytes.oneIn(8) ? bytes.between(0, 4) : 1;
  for (int d = 0; d < distances; ++d) texture.distances.push_back(bytes.oneIn(64) ? bytes.between(1, 64) : bytes.between(1, 3));
  texture.symmetricalGlcm = bytes.flag();
  texture.weightingNorm = bytes.oneIn(3) ? static_cast<WeightingNorm>(bytes.between(0, 4)) : WeightingNorm::off;
  texture.gldmA = bytes.oneIn(4) ? bytes.between(0, 65535) : 0;
  return texture;
}

ImageTypeRequest imageTypeOf(Bytes& bytes) {
  ImageTypeRequest request;
  request.type = bytes.flag() ? ImageType::original : static_cast<ImageType>(bytes.between(0, 9));
  request.texture = textureOf(bytes);
  switch (request.type) {
    case ImageType::laplacianOfGaussian:
      for (int sigmas = bytes.between(0, 2); sigmas > 0; --sigmas) request.sigmas.push_back({bytes.within(1e-6, 1e6), "log-sigma"});
      break;
    case ImageType::wavelet: {
      const char* const names[] = {"coif1", "haar", "db4", "bior1.3", "dmey", "no-such", ""};
      request.wavelet = {names[bytes.byte() % std::size(names)], bytes.oneIn(16) ? bytes.between(0, 30) : 0,
                         bytes.oneIn(16) ? bytes.between(1, 30) : 1, request.texture.planeAxis};
      break;
    }
    case ImageType::localBinaryPattern2D:
      request.localBinaryPattern2D.radius = bytes.oneIn(16) ? bytes.within(1e-6, 40) : 1;
      request.localBinaryPattern2D.samples = bytes.oneIn(16) ? bytes.between(1, 1000) : bytes.between(1, 9);
      request.localBinaryPattern2D.method = static_cast<Lbp2DMethod>(bytes.between(0, 3));
      request.localBinaryPattern2D.planeAxis = bytes.between(0, 2);
      break;
    case ImageType::localBinaryPattern3D:
      request.localBinaryPattern3D = {bytes.oneIn(16) ? bytes.between(1, 16) : bytes.between(1, 2), bytes.oneIn(8) ? bytes.within(1e-6, 1e3) : 1,
                                      bytes.oneIn(16) ? bytes.between(1, 2) + (bytes.oneIn(16) ? 4 : 0) : 0};
      break;
    default:
      request.gradientUseSpacing = bytes.flag();
  }
  return request;
}

Preprocessing preprocessingOf(Bytes& bytes, const Grid& grid) {
  Preprocessing steps;
  steps.minimumRoiDimensions = bytes.between(1, 3);
  const std::uint8_t wanted = bytes.byte();
  if (wanted & 1) {
    steps.normalisation = Normalisation{bytes.number(), std::nullopt};
    if (bytes.flag()) steps.normalisation->removeOutliers = bytes.number();
  }
  if (wanted & 2) {
    steps.resampling.emplace();
    for (int axis = 0; axis < 3; ++axis) {
      // A plausible one, or one that is refused: in between, the image would only be large.
      steps.resampling->spacingMm[axis] = bytes.oneIn(8) ? specials[bytes.byte() % std::size(specials)] : grid.spacingMm[axis] * (0.5 + bytes.byte() / 64.0);
    }
    steps.resampling->interpolator = static_cast<Interpolator>(bytes.between(0, 2));
  }
  steps.preCrop = (wanted & 4) != 0;
  steps.padDistance = bytes.oneIn(8) ? bytes.between(0, 1000000) : bytes.between(0, 5);
  steps.minimumRoiSize = bytes.oneIn(16) ? bytes.between(0, 30) : 0;
  if (wanted & 8) {
    steps.resegmentation.emplace();
    for (int values = bytes.between(0, 3); values > 0; --values) steps.resegmentation->range.push_back(bytes.number());
    steps.resegmentation->mode = static_cast<ResegmentMode>(bytes.between(0, 2));
    steps.resegmentation->shape = bytes.flag();
  }
  return steps;
}

Request requestOf(Bytes& bytes) {
  constexpr std::uint32_t labels[] = {1, 1, 1, 2, 255, 65535, 65536, 4294967295u};
  Request request;
  const Grid grid = gridOf(bytes);
  request.image = imageOn(bytes, grid);
  const std::uint32_t label = labels[bytes.byte() % std::size(labels)];
  request.resampleMask = bytes.oneIn(8);
  request.mask = maskOn(bytes, request.resampleMask ? gridOf(bytes) : grid, label);
  request.labels = {bytes.oneIn(16) ? label + 1 : label};
  while (bytes.oneIn(8)) request.labels.push_back(labels[bytes.byte() % std::size(labels)]);
  request.preprocessing = preprocessingOf(bytes, grid);
  const char* const classes[] = {"shape", "firstorder", "glcm", "gldm", "glrlm", "glszm", "ngtdm", "shape2D"};
  const std::uint8_t wanted = bytes.byte();
  for (int at = 0; at < 8; ++at) {
    if (wanted >> at & 1) request.classes.insert(classes[at]);
  }
  request.shapePlaneAxis = bytes.between(-1, 2);
  for (int types = bytes.oneIn(8) ? bytes.between(0, 3) : 1; types > 0; --types) request.imageTypes.push_back(imageTypeOf(bytes));
  request.withDiagnostics = bytes.flag();
  request.withMatrices = bytes.flag();
  request.withImages = bytes.flag();
  return request;
}

MapSettings mapsOf(Bytes& bytes) {
  const std::pair<const char*, std::vector<std::string>> all[] = {
      {"firstorder", {"Mean", "Entropy", "Kurtosis"}}, {"glcm", {"JointAverage", "MCC", "Contrast"}}, {"glrlm", {"RunEntropy"}}, {"glszm", {"ZoneEntropy"}},
      {"gldm", {"DependenceEntropy"}}, {"ngtdm", {"Coarseness"}}, {"shape", {"MeshVolume"}}, {"glcm", {"NoSuch"}}};
  MapSettings settings;
  for (int count = bytes.between(0, 2); count >= 0; --count) settings.features.push_back(all[bytes.byte() % std::size(all)]);
  settings.kernelRadius = bytes.oneIn(16) ? bytes.between(1, 5) : 1;
  settings.maskedKernel = bytes.flag();
  settings.initValue = bytes.number();
  if (bytes.oneIn(4)) settings.voxelBatch = bytes.between(1, 65535);
  return settings;
}

void runExtraction(const Request& request, unsigned threads, const std::int32_t* cancelFlag) {
  Work work(threads, cancelFlag, {});
  for (const LabelResult& result : extract(request, work)) {
    const bool any = !result.refused.empty() || !result.shape.empty() || !result.images.empty() || !result.warnings.empty();
    if (!any && !request.classes.empty() && !request.imageTypes.empty()) throw std::logic_error("a label has neither values nor words");
  }
}

}  // namespace

void runFuzzInput(const std::uint8_t* data, std::size_t size, std::int32_t& cancelFlag) {
  Bytes bytes(data, size);
  const std::uint8_t mode = bytes.byte();
  std::atomic_ref(cancelFlag).store(mode % 64 == 63);
  const unsigned threads = mode % 32 == 30 ? 3 : 1;
  try {
    const Request request = requestOf(bytes);
    if (mode % 8 == 5) {
      Work work(threads, &cancelFlag, {});
      extractDerivedMaps(request, mapsOf(bytes), work);
    } else {
      runExtraction(request, threads, &cancelFlag);
    }
  } catch (const Refused& refused) {
    if (std::string(refused.what()).empty()) throw std::logic_error("refused without a word");
  } catch (const Cancelled&) {
    if (std::atomic_ref(cancelFlag).load() == 0) throw std::logic_error("cancelled by nobody");
  }
}

}  // namespace fascicle::sanitized
