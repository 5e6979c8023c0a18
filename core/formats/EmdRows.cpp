#include "core/formats/EmdRows.h"

#include <cstring>
#include <numeric>

#include "core/system/Error.h"
#include "core/system/Hash.h"

namespace glasscope::emd {
namespace {

constexpr const char* kRows = "/glasscope_rows";

// Nonzero checksum of a row's content.
std::int64_t checksumOf(std::span<const std::byte> patterns, std::span<const double> extra) {
  std::string text =
      hashBytes({reinterpret_cast<const char*>(patterns.data()), patterns.size_bytes()});
  text.append(reinterpret_cast<const char*>(extra.data()), extra.size_bytes());
  return static_cast<std::int64_t>(std::stoull(hashBytes(text).substr(0, 15), nullptr, 16)) | 1;
}

std::uint64_t unsignedOf(int rx) {
  return static_cast<std::uint64_t>(rx);
}

}  // namespace

bool Rows::in(const Hdf5& file) {
  return file.has(kRows) && file.has(std::string(kRows) + "/checksum") && file.has(kDatacube);
}

Rows::Rows(const Hdf5& file, const std::string& identity, int rows, std::size_t extraPerRow)
    : file_(file),
      identity_(identity),
      checksums_(static_cast<std::size_t>(rows), 0),
      saturated_(static_cast<std::size_t>(rows), 0),
      extraPerRow_(extraPerRow) {}

Rows Rows::begin(Hdf5& file, const std::string& identity, int rows, std::size_t extraPerRow) {
  Rows book(file, identity, rows, extraPerRow);
  Hdf5 group = file.createGroup(kRows);
  group.setAttribute("identity", identity);
  const Hdf5::Shape each{unsignedOf(rows)};
  group.write("checksum", book.checksums_, each);
  group.write("saturated", book.saturated_, each);
  if (extraPerRow > 0) {
    const std::vector<double> none(static_cast<std::size_t>(rows) * extraPerRow, 0.0);
    group.write("extra", none, {unsignedOf(rows), extraPerRow});
  }
  file.flush();
  return book;
}

Rows::Rows(const Hdf5& file) : file_(file) {
  const Hdf5 group = file.group(kRows);
  identity_ = group.stringAttribute("identity");
  checksums_ = group.readIntegers("checksum");
  saturated_ = group.readIntegers("saturated");
  if (group.has("extra")) extraPerRow_ = group.shape("extra").at(1);
  if (saturated_.size() != checksums_.size() ||
      file.group(kDatacube).shape("data").at(0) != checksums_.size())
    throw Error(ErrorKind::input, "The book of rows does not fit the datacube",
                "it was cut short or written by another program", "make the file again");
}

std::vector<double> Rows::extra(int rx) const {
  if (extraPerRow_ == 0 || !done(rx)) return {};
  return file_.group(kRows).readBlockDoubles("extra", {unsignedOf(rx), 0}, {1, extraPerRow_});
}

std::int64_t Rows::saturated() const {
  return std::accumulate(saturated_.begin(), saturated_.end(), std::int64_t{0});
}

void Rows::write(int rx, std::span<const std::byte> patterns, std::span<const double> extra,
                 std::int64_t saturated) {
  GLASSCOPE_ENSURE(extra.size() == extraPerRow_, "every row comes with as many numbers");
  Hdf5 array = file_.group(kDatacube), group = file_.group(kRows);
  Hdf5::Shape count = array.shape("data");
  count[0] = 1;
  array.writeStored("data", {unsignedOf(rx), 0, 0, 0}, count, patterns);
  if (extraPerRow_ > 0) group.writeBlock("extra", {unsignedOf(rx), 0}, {1, extraPerRow_}, extra);
  group.writeBlock("saturated", {unsignedOf(rx)}, {1}, std::span(&saturated, 1));
  file_.flush();
  // Only once the data are out is the row called done.
  const std::int64_t checksum = checksumOf(patterns, extra);
  group.writeBlock("checksum", {unsignedOf(rx)}, {1}, std::span(&checksum, 1));
  file_.flush();
  checksums_[static_cast<std::size_t>(rx)] = checksum;
  saturated_[static_cast<std::size_t>(rx)] = saturated;
}

Rows Rows::copy(const Rows& from, Hdf5& to) {
  Rows rows = begin(to, from.identity_, from.count(), from.extraPerRow_);
  for (int rx = 0; rx < from.count(); ++rx) {
    if (!from.done(rx)) continue;
    rows.write(rx, from.stored(rx), from.extra(rx), from.saturated_[static_cast<std::size_t>(rx)]);
  }
  return rows;
}

std::vector<std::byte> Rows::stored(int rx) const {
  const Hdf5 array = file_.group(kDatacube);
  Hdf5::Shape count = array.shape("data");
  count[0] = 1;
  return array.readStored("data", {unsignedOf(rx), 0, 0, 0}, count);
}

bool Rows::sound(int rx) const {
  try {
    return checksumOf(stored(rx), extra(rx)) == checksums_[static_cast<std::size_t>(rx)];
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::input) throw;
    return false;
  }
}

std::vector<int> Rows::forgetDamaged() {
  std::vector<int> damaged;
  for (int rx = 0; rx < count(); ++rx)
    if (done(rx) && !sound(rx)) damaged.push_back(rx);
  for (const int rx : damaged) checksums_[static_cast<std::size_t>(rx)] = 0;
  return damaged;
}

}  // namespace glasscope::emd
