#include "features/Feature.hpp"

namespace fascicle {

std::string inSentences(const EdgeCases& edges) {
  std::string words = edges.edge;
  const std::string undefined = edges.undefinedWhen;
  if (!undefined.empty()) words = (edges.deprecated ? "Undefined: " : "Undefined where ") + undefined + "." + (words.empty() ? "" : " ") + words;
  return words.empty() ? "Defined for every region." : words;
}

}  // namespace fascicle
