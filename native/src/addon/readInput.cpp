#include "addon/readInput.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "addon/readValues.hpp"

namespace fascicle {
namespace {

const std::map<std::string, ImageType> imageTypes = {
    {"Original", ImageType::original}, {"LoG", ImageType::laplacianOfGaussian}, {"Wavelet", ImageType::wavelet}, {"Square", ImageType::square},
    {"SquareRoot", ImageType::squareRoot}, {"Logarithm", ImageType::logarithm}, {"Exponential", ImageType::exponential},
    {"Gradient", ImageType::gradient}, {"LBP2D", ImageType::localBinaryPattern2D}, {"LBP3D", ImageType::localBinaryPattern3D}};

const std::map<std::string, Interpolator> interpolators = {
    {"sitkNearestNeighbor", Interpolator::nearestNeighbor}, {"sitkLinear", Interpolator::linear}, {"sitkBSpline", Interpolator::bspline}};

const std::map<std::string, ResegmentMode> resegmentModes = {
    {"absolute", ResegmentMode::absolute}, {"relative", ResegmentMode::relative}, {"sigma", ResegmentMode::sigma}};

const std::map<std::string, Lbp2DMethod> lbp2DMethods = {
    {"uniform", Lbp2DMethod::uniform}, {"default", Lbp2DMethod::standard}, {"ror", Lbp2DMethod::rotationInvariant}, {"var", Lbp2DMethod::variance}};

const std::map<std::string, WeightingNorm> weightingNorms = {{"manhattan", WeightingNorm::manhattan},
                                                             {"euclidean", WeightingNorm::euclidean},
                                                             {"infinity", WeightingNorm::infinity},
                                                             {"no_weighting", WeightingNorm::one}};

TextureSettings readTexture(const Napi::Object& from) {
  TextureSettings texture;
  texture.binning.width = number(from, "binWidth");
  if (!(texture.binning.width > 0) || !std::isfinite(texture.binning.width)) throw Napi::RangeError::New(from.Env(), "binWidth is positive and finite");
  if (isGiven(from, "binCount")) texture.binning.count = static_cast<int>(wholeBetween(from, "binCount", 1, 1e9));
  texture.planeAxis = static_cast<int>(wholeBetween(from, "planeAxis", -1, 2));
  texture.voxelArrayShift = number(from, "voxelArrayShift");
  texture.distances.clear();
  for (const double distance : numbers(from, "distances")) {
    if (!(distance >= 1 && distance <= 64 && distance == std::floor(distance)))
      throw Napi::RangeError::New(from.Env(), "distances are whole numbers from 1 to 64 voxels");
    texture.distances.push_back(static_cast<int>(distance));
  }
  texture.symmetricalGlcm = boolean(from, "symmetricalGLCM");
  if (isGiven(from, "weightingNorm")) texture.weightingNorm = oneOf(from, "weightingNorm", weightingNorms);
  texture.gldmA = static_cast<int>(std::min(wholeBetween(from, "gldmA", 0, 1e9), 65536.0));
  return texture;
}

ImageTypeRequest readImageType(const Napi::Object& from) {
  ImageTypeRequest request;
  request.type = oneOf(from, "type", imageTypes);
  request.texture = readTexture(from);
  for (const Napi::Object& sigma : objects(from, "sigmas")) {
    request.sigmas.push_back({numberBetween(sigma, "mm", 1e-6, 1e6), text(sigma, "imageName")});
  }
  request.wavelet = {text(from, "wavelet"), static_cast<int>(wholeBetween(from, "startLevel", 0, 30)),
                     static_cast<int>(wholeBetween(from, "levels", 1, 30)), request.texture.planeAxis};
  request.gradientUseSpacing = boolean(from, "gradientUseSpacing");
  const Napi::Object flat = object(from, "lbp2D");
  request.localBinaryPattern2D.radius = numberBetween(flat, "radius", 1e-6, 1e3);
  request.localBinaryPattern2D.samples = static_cast<int>(wholeBetween(flat, "samples", 1, 1e3));
  request.localBinaryPattern2D.method = oneOf(flat, "method", lbp2DMethods);
  request.localBinaryPattern2D.planeAxis = static_cast<int>(wholeBetween(flat, "planeAxis", 0, 2));
  const Napi::Object solid = object(from, "lbp3D");
  request.localBinaryPattern3D = {static_cast<int>(wholeBetween(solid, "levels", 1, 64)), numberBetween(solid, "radius", 1e-6, 1e3),
                                  static_cast<int>(wholeBetween(solid, "subdivision", 0, 6))};
  return request;
}

Preprocessing readPreprocessing(const Napi::Object& from) {
  Preprocessing steps;
  if (isGiven(from, "normalisation")) {
    const Napi::Object normalisation = object(from, "normalisation");
    steps.normalisation.emplace();
    steps.normalisation->scale = number(normalisation, "scale");
    if (isGiven(normalisation, "removeOutliers")) steps.normalisation->removeOutliers = number(normalisation, "removeOutliers");
  }
  if (isGiven(from, "resampling")) {
    const Napi::Object resampling = object(from, "resampling");
    const std::vector<double> spacing = numbers(resampling, "spacingMm");
    const bool usable = std::all_of(spacing.begin(), spacing.end(), [](double mm) { return mm >= 0 && std::isfinite(mm); });
    if (spacing.size() != 3 || !usable) throw Napi::RangeError::New(from.Env(), "spacingMm has three numbers, 0 or above");
    steps.resampling.emplace();
    std::copy(spacing.begin(), spacing.end(), steps.resampling->spacingMm.begin());
    steps.resampling->interpolator = oneOf(resampling, "interpolator", interpolators);
  }
  steps.preCrop = boolean(from, "preCrop");
  steps.padDistance = static_cast<std::int64_t>(wholeBetween(from, "padDistance", 0, 1e6));
  steps.minimumRoiDimensions = static_cast<int>(wholeBetween(from, "minimumROIDimensions", 1, 3));
  steps.minimumRoiSize = static_cast<std::int64_t>(wholeBetween(from, "minimumROISize", 0, 1e15));
  if (isGiven(from, "resegmentation")) {
    const Napi::Object resegmentation = object(from, "resegmentation");
    steps.resegmentation = Resegmentation{numbers(resegmentation, "range"), oneOf(resegmentation, "mode", resegmentModes), boolean(resegmentation, "shape")};
  }
  return steps;
}

}  // namespace

Input readInput(const Napi::Object& from, std::vector<Napi::Value>& held) {
  Input input;
  Request& request = input.request;
  request.image = readImage(from, "image", held);
  request.mask = readImage(from, "mask", held);
  request.resampleMask = boolean(from, "resampleMask");
  if (!request.resampleMask && request.mask.grid.size != request.image.grid.size) throw Napi::RangeError::New(from.Env(), "wrong number of voxels: mask");
  // Where it is the image's grid but for rounding, it is the image's grid.
  if (!request.resampleMask) request.mask.grid = request.image.grid;
  for (const double label : numbers(from, "labels")) {
    if (!(label >= 1 && label <= 4294967295.0 && label == std::floor(label)))
      throw Napi::RangeError::New(from.Env(), "labels are whole numbers from 1 to 4,294,967,295");
    request.labels.push_back(static_cast<std::uint32_t>(label));
  }
  if (request.labels.empty()) throw Napi::RangeError::New(from.Env(), "no labels");
  request.preprocessing = readPreprocessing(from);
  for (std::string& name : texts(from, "classes")) request.classes.insert(std::move(name));
  request.shapePlaneAxis = static_cast<int>(wholeBetween(from, "shapePlaneAxis", -1, 2));
  for (const Napi::Object& type : objects(from, "imageTypes")) request.imageTypes.push_back(readImageType(type));
  request.withDiagnostics = boolean(from, "withDiagnostics");
  request.withMatrices = boolean(from, "withMatrices");
  request.withImages = boolean(from, "withImages");
  input.threads = static_cast<unsigned>(wholeBetween(from, "threads", 0, 1024));
  input.cancelFlag = readCancelFlag(from, held);
  return input;
}

}  // namespace fascicle
