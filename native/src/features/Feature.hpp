// What a feature is: one row of a table that drives names, documentation, column order and tests.
#pragma once

#include <cmath>
#include <string>
#include <vector>

namespace fascicle {

/** What a feature does at the edges of its definition. */
struct EdgeCases {
  const char* undefinedWhen = "";  // in words; the feature is then NaN
  const char* edge = "";           // a sentence on what it gives where the formula alone does not say; empty where it does
  bool deprecated = false;         // PyRadiomics computes it only where it is named
};

/** One feature of a class. `compute` answers NaN where the feature is undefined for this region; `undefinedWhen` then says why. */
template <class Input>
struct Feature {
  const char* name;      // PyRadiomics' name
  const char* ibsi;      // code of the Image Biomarker Standardisation Initiative, or "none"
  const char* formula;   // in the symbols of the matrix's comment
  const char* meaning;   // one sentence
  double (*compute)(const Input&);
  EdgeCases edges = {};
};

/** A feature as JavaScript sees it. */
struct FeatureDocumentation {
  std::string featureClass, name, ibsi, formula, meaning;
  std::string symbols;  // of the formula, defined
  std::string edge;  // sentences: where it is undefined or set by convention; never empty
  std::string undefinedWhen;  // what of that makes it undefined; empty where it never is
  bool deprecated = false;
};

/** An edge case as the reader sees it. */
std::string inSentences(const EdgeCases& edges);

struct FeatureValue {
  const char* featureClass;
  const char* name;
  double value;  // NaN where undefined
};

template <class Input>
void document(const std::string& featureClass, const std::vector<Feature<Input>>& features, const char* symbols, std::vector<FeatureDocumentation>& out) {
  for (const auto& feature : features) {
    out.push_back({featureClass, feature.name, feature.ibsi, feature.formula, feature.meaning, symbols, inSentences(feature.edges),
                   feature.edges.undefinedWhen, feature.edges.deprecated});
  }
}

template <class Input>
void compute(const char* featureClass, const std::vector<Feature<Input>>& features, const Input& input, std::vector<FeatureValue>& out) {
  for (const auto& feature : features) out.push_back({featureClass, feature.name, feature.compute(input)});
}

/** The mean over directions of each feature, directions where it is undefined left out. `values`: one row of all features a direction. */
template <class Input>
void average(const char* featureClass, const std::vector<Feature<Input>>& features, const std::vector<std::vector<double>>& values,
             std::vector<FeatureValue>& out) {
  for (std::size_t f = 0; f < features.size(); ++f) {
    double sum = 0, count = 0;
    for (const auto& direction : values) {
      if (direction.empty() || std::isnan(direction[f])) continue;
      sum += direction[f];
      ++count;
    }
    out.push_back({featureClass, features[f].name, count > 0 ? sum / count : std::nan("")});
  }
}

/** Every feature of one direction. */
template <class Input>
std::vector<double> computeAll(const std::vector<Feature<Input>>& features, const Input& input) {
  std::vector<double> values;
  values.reserve(features.size());
  for (const auto& feature : features) values.push_back(feature.compute(input));
  return values;
}

}  // namespace fascicle
