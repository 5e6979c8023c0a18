#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace glasscope::cli {

/// The verb that somebody means by another word ("tessellate", "mulitslice"), or "".
std::string verbMeantBy(std::string_view word);

/// The option that is meant by the first word of a command line that is none of its verb
/// ("--apperture", "--rotation" for "--rotation_deg"), with its dashes, or "".
std::string optionMeantBy(const CLI::App& app, const std::vector<std::string>& arguments);

/// What help is asked on by another word: a key of the case file ("dose", "shear.strain"), one of
/// `topics`, or a table; "" where nothing is near.
std::string helpMeantBy(const std::string& wanted, std::vector<std::string> topics);

}  // namespace glasscope::cli
