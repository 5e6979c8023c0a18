#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace glasscope {

/// What people write for a value of an enumeration.
template <class E>
struct Word {
  E value;
  std::string_view text;
};
template <class E>
Word(E, std::string_view) -> Word<E>;

/// An enumeration that has words: `wordsOf(E)` beside it gives them, in the order in which they are
/// shown. The argument only finds the function.
///
///     enum class Projection { infinite, finite };
///     constexpr auto wordsOf(Projection) {
///       return std::array{Word{Projection::infinite, "infinite"},
///                         Word{Projection::finite, "finite"}};
///     }
///
/// Two words may stand for one value: all are read, the first is written. This is the border at
/// which words become values; code behind it compares values and never texts.
template <class E>
concept Worded = std::is_enum_v<E> && requires(E value) {
  { wordsOf(value)[0].value } -> std::convertible_to<E>;
};

/// The word of a value; "" for one that has none.
template <Worded E>
constexpr std::string_view textOf(E value) {
  for (const auto& word : wordsOf(value)) {
    if (word.value == value) return word.text;
  }
  return "";
}

/// All words, in their order.
template <Worded E>
std::vector<std::string> allWords() {
  std::vector<std::string> words;
  for (const auto& word : wordsOf(E{})) words.emplace_back(word.text);
  return words;
}

/// Throws Error(usage): `what` (a key, an option) cannot be `given`; names all words, and the
/// nearest one.
[[noreturn]] void refuseWord(std::string_view what, std::string_view given,
                             const std::vector<std::string>& known);

/// The value of a word. Throws as refuseWord.
template <Worded E>
E valueOfWord(std::string_view text, std::string_view what) {
  for (const auto& word : wordsOf(E{})) {
    if (word.text == text) return word.value;
  }
  refuseWord(what, text, allWords<E>());
}

}  // namespace glasscope
