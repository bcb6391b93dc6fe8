#include <algorithm>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "checks.hpp"
#include "fuzzInput.hpp"

namespace fascicle::sanitized {

void corpus(Checks& checks) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path("test") / "native" / "corpus")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& path : files) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    std::int32_t cancelFlag = 0;
    try {
      runFuzzInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), cancelFlag);
      checks.expect(true, "");
    } catch (const std::exception& error) {
      checks.expect(false, path.filename().string() + ": " + error.what());
    }
  }
  checks.expect(!files.empty(), "the corpus is empty");
}

}  // namespace fascicle::sanitized
