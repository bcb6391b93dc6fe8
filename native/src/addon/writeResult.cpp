#include "addon/writeResult.hpp"

#include <algorithm>
#include <initializer_list>
#include <type_traits>

namespace fascicle {
namespace {

Napi::Array row(Napi::Env env, std::initializer_list<double> numbers) {
  Napi::Array out = Napi::Array::New(env, numbers.size());
  std::uint32_t at = 0;
  for (const double number : numbers) out.Set(at++, Napi::Number::New(env, number));
  return out;
}

Napi::Array writeGlcm(Napi::Env env, const Glcm& matrix) {
  Napi::Array out = Napi::Array::New(env, matrix.entries.size());
  std::uint32_t at = 0;
  for (const Glcm::Entry& entry : matrix.entries) out.Set(at++, row(env, {entry.i, entry.j, entry.p}));
  return out;
}

Napi::Array writeSizes(Napi::Env env, const SizeMatrix& matrix) {
  Napi::Array out = Napi::Array::New(env, matrix.entries.size());
  std::uint32_t at = 0;
  for (const SizeMatrix::Entry& entry : matrix.entries) out.Set(at++, row(env, {entry.i, entry.s, entry.count}));
  return out;
}

Napi::Array writeNgtdm(Napi::Env env, const Ngtdm& matrix) {
  Napi::Array out = Napi::Array::New(env, matrix.level.size());
  for (std::uint32_t at = 0; at < matrix.level.size(); ++at) out.Set(at, row(env, {matrix.n[at], matrix.s[at], matrix.level[at]}));
  return out;
}

template <class Matrix, class Write>
Napi::Array writeEach(Napi::Env env, const std::vector<Matrix>& matrices, Write write) {
  Napi::Array out = Napi::Array::New(env, matrices.size());
  for (std::uint32_t at = 0; at < matrices.size(); ++at) out.Set(at, write(env, matrices[at]));
  return out;
}

template <class Numbers>
Napi::Array writeNumbers(Napi::Env env, const Numbers& numbers) {
  Napi::Array out = Napi::Array::New(env, numbers.size());
  std::uint32_t at = 0;
  for (const auto number : numbers) out.Set(at++, Napi::Number::New(env, static_cast<double>(number)));
  return out;
}

Napi::Float64Array writeValues(Napi::Env env, const std::vector<FeatureValue>& values) {
  Napi::Float64Array out = Napi::Float64Array::New(env, values.size());
  for (std::size_t at = 0; at < values.size(); ++at) out[at] = values[at].value;
  return out;
}

Napi::Object writeMatrices(Napi::Env env, const Matrices& matrices) {
  Napi::Object out = Napi::Object::New(env);
  out.Set("levels", writeNumbers(env, matrices.levels));
  out.Set("glcm", writeEach(env, matrices.glcm, writeGlcm));
  out.Set("glrlm", writeEach(env, matrices.glrlm, writeSizes));
  out.Set("glszm", writeEach(env, matrices.glszm, writeSizes));
  out.Set("gldm", writeEach(env, matrices.gldm, writeSizes));
  out.Set("ngtdm", writeEach(env, matrices.ngtdm, writeNgtdm));
  return out;
}

void setMoments(Napi::Object& object, const Moments& moments) {
  object.Set("mean", moments.mean());
  object.Set("minimum", moments.minimum);
  object.Set("maximum", moments.maximum);
}

Napi::Object writeStep(Napi::Env env, const StepDiagnostics& step) {
  Napi::Object out = Napi::Object::New(env);
  out.Set("step", step.step);
  if (step.image && step.imageGrid) {
    Napi::Object image = Napi::Object::New(env);
    image.Set("spacingMm", writeNumbers(env, step.imageGrid->spacingMm));
    image.Set("size", writeNumbers(env, step.imageGrid->size));
    setMoments(image, *step.image);
    out.Set("image", image);
  }
  Napi::Object mask = Napi::Object::New(env);
  mask.Set("spacingMm", writeNumbers(env, step.maskGrid.spacingMm));
  mask.Set("size", writeNumbers(env, step.maskGrid.size));
  mask.Set("lower", writeNumbers(env, step.mask.extent.box.lower));
  mask.Set("boxSize", writeNumbers(env, step.mask.extent.box.size));
  mask.Set("voxels", static_cast<double>(step.mask.extent.voxelCount));
  mask.Set("volumes", static_cast<double>(step.mask.volumes));
  mask.Set("centreIndex", writeNumbers(env, step.mask.centreOfMassIndex));
  mask.Set("centreMm", writeNumbers(env, step.mask.centreOfMassMm));
  if (step.intensities) setMoments(mask, *step.intensities);
  out.Set("mask", mask);
  return out;
}

Napi::Object writeImageResult(Napi::Env env, const ImageResult& result) {
  Napi::Object out = Napi::Object::New(env);
  out.Set("name", result.name);
  out.Set("values", writeValues(env, result.values));
  if (result.matrices) out.Set("matrices", writeMatrices(env, *result.matrices));
  if (result.image) out.Set("image", writeImage(env, *result.image));
  return out;
}

template <class Scalar>
constexpr const char* arrayName() {
  constexpr const char* names[] = {"Int8Array", "Uint8Array", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "Float32Array", "Float64Array"};
  return names[static_cast<std::size_t>(scalarTypeOf<Scalar>)];
}

template <class Scalar>
Napi::Value writeVoxels(Napi::Env env, const Scalar* data, std::size_t length) {
  using Element = std::remove_const_t<Scalar>;
  // By JavaScript's own constructor, which throws where the memory is not to be had; Node-API's would end the process.
  const auto constructor = env.Global().Get(arrayName<Element>()).template As<Napi::Function>();
  const Napi::Value made = constructor.New({Napi::Number::New(env, static_cast<double>(length))});
  if (!made.IsTypedArray()) throw Napi::Error::New(env, "no typed array was made");
  auto out = made.template As<Napi::TypedArrayOf<Element>>();
  if (out.ElementLength() != length) throw Napi::Error::New(env, "a typed array of another length was made");
  std::copy(data, data + length, out.Data());
  return out;
}

}  // namespace

Napi::Array writeDocumentation(Napi::Env env, const std::vector<FeatureDocumentation>& documentation) {
  Napi::Array out = Napi::Array::New(env, documentation.size());
  for (std::uint32_t at = 0; at < documentation.size(); ++at) {
    const FeatureDocumentation& feature = documentation[at];
    Napi::Object object = Napi::Object::New(env);
    object.Set("featureClass", feature.featureClass);
    object.Set("name", feature.name);
    object.Set("ibsi", feature.ibsi);
    object.Set("formula", feature.formula);
    object.Set("meaning", feature.meaning);
    object.Set("symbols", feature.symbols);
    object.Set("edge", feature.edge);
    object.Set("undefinedWhen", feature.undefinedWhen);
    object.Set("deprecated", feature.deprecated);
    out.Set(at, object);
  }
  return out;
}

Napi::Object writeImage(Napi::Env env, const Image& image) {
  Napi::Object grid = Napi::Object::New(env);
  grid.Set("size", writeNumbers(env, image.grid.size));
  grid.Set("spacingMm", writeNumbers(env, image.grid.spacingMm));
  grid.Set("originMm", writeNumbers(env, image.grid.originMm));
  grid.Set("direction", writeNumbers(env, image.grid.direction));
  Napi::Object out = Napi::Object::New(env);
  out.Set("grid", grid);
  out.Set("voxels", withTypedPointer(image.voxels, [&](auto data) { return writeVoxels(env, data, image.voxels.length); }));
  return out;
}

Napi::Array writeResults(Napi::Env env, std::vector<LabelResult>& results) {
  Napi::Array out = Napi::Array::New(env, results.size());
  for (std::uint32_t at = 0; at < results.size(); ++at) {
    LabelResult& result = results[at];
    Napi::Object object = Napi::Object::New(env);
    object.Set("label", Napi::Number::New(env, result.label));
    object.Set("refused", result.refused);
    object.Set("shape", writeValues(env, result.shape));
    object.Set("images", writeEach(env, result.images, writeImageResult));
    object.Set("diagnostics", writeEach(env, result.diagnostics, writeStep));
    Napi::Array warnings = Napi::Array::New(env, result.warnings.size());
    for (std::uint32_t w = 0; w < result.warnings.size(); ++w) warnings.Set(w, result.warnings[w]);
    object.Set("warnings", warnings);
    out.Set(at, object);
    result = {};  // one copy is enough
  }
  return out;
}

}  // namespace fascicle
