#include "pipeline/DerivedImages.hpp"

#include "filters/Gradient.hpp"
#include "filters/LaplacianOfGaussian.hpp"
#include "filters/Pointwise.hpp"

namespace fascicle {

bool looksAtWholeImage(ImageType type) { return type != ImageType::original; }

void eachDerivedImage(const Image& image, const LabelMask& mask, const Box& box, const ImageTypeRequest& request, Work& work,
                      std::vector<std::string>& warnings, const std::function<void(DerivedImage&&)>& use) {
  const auto pointwise = [&](const char* name, Pointwise kind) { use({name, applyPointwise(image, box, kind, work), box.lower}); };
  switch (request.type) {
    case ImageType::original:
      use({"original", image, {0, 0, 0}});
      return;
    case ImageType::laplacianOfGaussian:
      if (request.sigmas.empty()) warnings.push_back("LoG was asked for without sigma: no image was made.");
      for (const Sigma& sigma : request.sigmas) {
        if (isLargeEnoughForLog(image.grid, sigma.mm)) {
          use({sigma.imageName, laplacianOfGaussian(image, box, sigma.mm, work), box.lower});
        } else {
          warnings.push_back(sigma.imageName +
                             " was left out: the image is too small for that sigma, as PyRadiomics has it (each side needs 4 voxels and "
                             "sigma / spacing + 1).");
        }
      }
      return;
    case ImageType::wavelet:
      eachWaveletBand(image, box, request.wavelet, work, [&](Band&& band) {
        const std::string level = band.level == 1 ? "" : std::to_string(band.level);
        use({"wavelet" + level + "-" + band.name, std::move(band.image), box.lower});
      });
      return;
    case ImageType::square: return pointwise("square", Pointwise::square);
    case ImageType::squareRoot: return pointwise("squareroot", Pointwise::squareRoot);
    case ImageType::logarithm: return pointwise("logarithm", Pointwise::logarithm);
    case ImageType::exponential: return pointwise("exponential", Pointwise::exponential);
    case ImageType::gradient:
      use({"gradient", gradientMagnitude(image, box, request.gradientUseSpacing, work), box.lower});
      return;
    case ImageType::localBinaryPattern2D:
      if (request.texture.planeAxis < 0)
        warnings.push_back(
            "lbp-2D is a pattern of slices, but its features were computed in 3D. Set force2D under LBP2D to compute them slice by slice.");
      use({"lbp-2D", localBinaryPattern2D(image, box, request.localBinaryPattern2D, work), box.lower});
      return;
    case ImageType::localBinaryPattern3D: {
      std::vector<Image> maps = localBinaryPattern3D(image, mask, box, request.localBinaryPattern3D, work);
      for (std::size_t level = 0; level < maps.size(); ++level) {
        const std::string name = level + 1 < maps.size() ? "m" + std::to_string(level + 1) : "k";
        use({"lbp-3D-" + name, std::move(maps[level]), box.lower});
      }
      return;
    }
  }
}

}  // namespace fascicle
