#include "addon/writeResult.hpp"

#include <cmath>
#include <initializer_list>

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

}  // namespace

Napi::Array writeValues(Napi::Env env, const std::vector<FeatureValue>& values) {
  Napi::Array out = Napi::Array::New(env, values.size());
  for (std::uint32_t at = 0; at < values.size(); ++at) {
    const FeatureValue& value = values[at];
    Napi::Object object = Napi::Object::New(env);
    object.Set("featureClass", value.featureClass);
    object.Set("name", value.name);
    if (std::isfinite(value.value)) object.Set("value", value.value);
    else object.Set("value", env.Null());
    object.Set("undefinedWhen", value.undefinedWhen);
    out.Set(at, object);
  }
  return out;
}

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
    object.Set("edge", feature.edge);
    object.Set("deprecated", feature.deprecated);
    out.Set(at, object);
  }
  return out;
}

Napi::Object writeMatrices(Napi::Env env, const Matrices& matrices) {
  Napi::Object out = Napi::Object::New(env);
  Napi::Array levels = Napi::Array::New(env, matrices.levels.size());
  for (std::uint32_t at = 0; at < matrices.levels.size(); ++at) levels.Set(at, Napi::Number::New(env, matrices.levels[at]));
  out.Set("levels", levels);
  out.Set("glcm", writeEach(env, matrices.glcm, writeGlcm));
  out.Set("glrlm", writeEach(env, matrices.glrlm, writeSizes));
  out.Set("glszm", writeEach(env, matrices.glszm, writeSizes));
  out.Set("gldm", writeEach(env, matrices.gldm, writeSizes));
  out.Set("ngtdm", writeEach(env, matrices.ngtdm, writeNgtdm));
  return out;
}

}  // namespace fascicle
