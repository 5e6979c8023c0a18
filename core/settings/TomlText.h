#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace glasscope {

/// A value as TOML 1.0 writes it in one line: numbers that are read back to the same bits, texts
/// with every control character escaped, tables as inline tables. Null is written "none", which no
/// TOML reader takes.
std::string tomlText(const nlohmann::ordered_json& value);

}  // namespace glasscope
