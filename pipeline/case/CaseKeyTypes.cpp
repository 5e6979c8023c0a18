#include "pipeline/case/CaseKeyTypes.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/system/Error.h"
#include "core/system/Text.h"

namespace glasscope::pipeline {

namespace {

[[noreturn]] void refuse(const std::string& key, const std::string& given,
                         const std::string& wanted) {
  throw Error(ErrorKind::usage, fmt::format("{} = {} is not possible", key, given),
              fmt::format("it must be {}", wanted),
              "correct the case file (or --set); 'glasscope help case' lists every key");
}

CaseKey makeKey(const std::string& fullName, const std::string& help, const std::string& range) {
  const auto dot = fullName.find('.');
  return {fullName.substr(0, dot), fullName.substr(dot + 1), help, range, {}, {}, true};
}

template <class T>
const T& typed(const std::string& key, const CaseValue& value, const CaseValue& example) {
  if (const T* given = std::get_if<T>(&value)) return *given;
  const bool flag = std::holds_alternative<bool>(example);
  refuse(key, tomlText(value), (flag ? "" : "a ") + typeName(example));
}

// A whole number is accepted where any number is.
double asNumber(const std::string& key, const CaseValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  return typed<double>(key, value, 0.0);
}

double checked(const std::string& key, double value, const Range& range) {
  if (!std::isfinite(value) || !range.contains(value)) {
    refuse(key, fmt::format("{}", value), range.text().empty() ? "finite" : range.text());
  }
  return value;
}

// Reading needs no change of the case, but a field is found by one function for both purposes.
template <class T>
auto reader(T& (*field)(Case&)) {
  return [field](const Case& c) { return field(const_cast<Case&>(c)); };
}

}  // namespace

std::string Range::text() const {
  if (low == -kUnlimited && high == kUnlimited) return "";
  std::string lower = fmt::format("{} {}", exclusiveLow ? ">" : ">=", low);
  if (high == kUnlimited) return lower;
  return fmt::format("{} and <= {}", lower, high);
}

bool Range::contains(double value) const {
  return (exclusiveLow ? value > low : value >= low) && value <= high;
}

CaseKey numberKey(const std::string& fullName, const std::string& help, Range range,
                  double& (*field)(Case&)) {
  CaseKey key = makeKey(fullName, help, range.text());
  key.get = [read = reader(field)](const Case& c) { return CaseValue(read(c)); };
  key.set = [=](Case& c, const CaseValue& value) {
    field(c) = checked(fullName, asNumber(fullName, value), range);
  };
  return key;
}

CaseKey integerKey(const std::string& fullName, const std::string& help, Range range,
                   int& (*field)(Case&)) {
  range.high = std::min(range.high, 2e9);  // what an int holds
  CaseKey key = makeKey(
      fullName, help,
      range.high < 2e9 ? range.text() : Range{range.low, kUnlimited, range.exclusiveLow}.text());
  key.get = [read = reader(field)](const Case& c) { return CaseValue(std::int64_t{read(c)}); };
  key.set = [=](Case& c, const CaseValue& value) {
    const auto whole = typed<std::int64_t>(fullName, value, std::int64_t{});
    checked(fullName, static_cast<double>(whole), range);
    field(c) = static_cast<int>(whole);
  };
  return key;
}

CaseKey seedKey(const std::string& fullName, const std::string& help,
                std::int64_t& (*field)(Case&)) {
  const Range range{0, 9e15, false};
  CaseKey key = makeKey(fullName, help, ">= 0");
  key.get = [read = reader(field)](const Case& c) { return CaseValue(read(c)); };
  key.set = [=](Case& c, const CaseValue& value) {
    const auto whole = typed<std::int64_t>(fullName, value, std::int64_t{});
    checked(fullName, static_cast<double>(whole), range);
    field(c) = whole;
  };
  return key;
}

CaseKey flagKey(const std::string& fullName, const std::string& help, bool& (*field)(Case&)) {
  CaseKey key = makeKey(fullName, help, "");
  key.get = [read = reader(field)](const Case& c) { return CaseValue(read(c)); };
  key.set = [=](Case& c, const CaseValue& value) {
    field(c) = typed<bool>(fullName, value, false);
  };
  return key;
}

CaseKey textKey(const std::string& fullName, const std::string& help,
                std::vector<std::string> allowed, std::string& (*field)(Case&)) {
  const std::string range =
      allowed.empty() ? "" : fmt::format("one of {}", fmt::join(allowed, ", "));
  CaseKey key = makeKey(fullName, help, range);
  key.get = [read = reader(field)](const Case& c) { return CaseValue(read(c)); };
  key.set = [=](Case& c, const CaseValue& value) {
    const auto& text = typed<std::string>(fullName, value, std::string());
    if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), text) == allowed.end()) {
      refuse(fullName, tomlText(value), range);
    }
    field(c) = text;
  };
  return key;
}

CaseKey numbersKey(const std::string& fullName, const std::string& help, Range range,
                   std::vector<double>& (*field)(Case&)) {
  CaseKey key = makeKey(fullName, help, range.text().empty() ? "" : "each " + range.text());
  key.get = [read = reader(field)](const Case& c) { return CaseValue(read(c)); };
  key.set = [=](Case& c, const CaseValue& value) {
    const auto& numbers = typed<std::vector<double>>(fullName, value, std::vector<double>());
    for (const double number : numbers) checked(fullName, number, range);
    field(c) = numbers;
  };
  return key;
}

CaseKey textsKey(const std::string& fullName, const std::string& help,
                 std::vector<std::string>& (*field)(Case&)) {
  CaseKey key = makeKey(fullName, help, "");
  key.get = [read = reader(field)](const Case& c) { return CaseValue(read(c)); };
  key.set = [=](Case& c, const CaseValue& value) {
    // An empty list has no type of its own.
    if (const auto* numbers = std::get_if<std::vector<double>>(&value);
        numbers && numbers->empty()) {
      field(c).clear();
      return;
    }
    field(c) = typed<std::vector<std::string>>(fullName, value, std::vector<std::string>());
  };
  return key;
}

}  // namespace glasscope::pipeline
