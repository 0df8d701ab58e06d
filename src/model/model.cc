#include "model/model.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "base/check.h"
#include "base/hash.h"
#include "fmt/format.h"
#include "model/builtin.h"
#include "normalize/normalizer.h"

namespace doublon::model {

namespace {

constexpr std::uint64_t kVersionSeed = 0x6d6f64656c31ULL;

StatusOr<std::string> ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return NotFound(fmt::format("{}: cannot read the model file: {}", path, std::strerror(errno)));
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (file.bad()) return DataLoss(fmt::format("{}: reading the model file failed", path));
  return bytes;
}

Status Annotated(const Status& status, const std::string& path) {
  if (status.ok()) return status;
  return Status(status.code(), ToAbsl(fmt::format("{}: {}", path, std::string(status.message()))));
}

std::shared_ptr<const Model> ParseBuiltIn(std::string_view json) {
  auto parsed = Model::Parse(json, BuiltInTables());
  DOUBLON_CHECK(parsed.ok());
  return *parsed;
}

}  // namespace

Model::Model(ModelData data) : data_(std::move(data)) {
  version_ = fmt::format(
      "{:016x}", MixHash(StableHash(Json(), kVersionSeed), StableHash(Tables(), kVersionSeed)));
}

StatusOr<std::shared_ptr<const Model>> Model::Load(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string json, ReadAll(path));
  ASSIGN_OR_RETURN(const std::string tables, ReadAll(path + ".tables"));
  auto model = Parse(json, tables);
  RETURN_IF_ERROR(Annotated(model.status(), path));
  return model;
}

std::shared_ptr<const Model> Model::BuiltIn() {
  static const std::shared_ptr<const Model> model = ParseBuiltIn(BuiltInJson());
  return model;
}

std::shared_ptr<const Model> Model::BuiltInLearnt() {
  static const std::shared_ptr<const Model> model = ParseBuiltIn(BuiltInLearntJson());
  return model;
}

}  // namespace doublon::model
