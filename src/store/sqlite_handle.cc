#include "store/sqlite_handle.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include "sqlite3.h"

namespace doublon::store {
namespace {

absl::StatusCode CodeOf(int sqlite_code) {
  switch (sqlite_code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::StatusCode::kDataLoss;
    case SQLITE_FULL:
      return absl::StatusCode::kResourceExhausted;
    default:
      return absl::StatusCode::kUnavailable;
  }
}

}  // namespace

Status SqliteError(const std::string& path, sqlite3* connection, int code) {
  // sqlite3_errmsg may quote parts of the SQL text, which is ours; bound values never appear in it.
  std::string reason = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  const int system_error = connection != nullptr ? sqlite3_system_errno(connection) : 0;
  if ((code & 0xff) == SQLITE_IOERR && system_error != 0) {
    reason += fmt::format(": {}", std::strerror(system_error));
  }
  return Status(CodeOf(code), fmt::format("{}: {} (SQLite code {})", path, reason, code));
}

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}
void SqliteHandle::Closer::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

Statement::Statement(std::string file, sqlite3_stmt* statement)
    : file_(std::move(file)), statement_(statement) {}

Statement& Statement::Bind(int parameter, std::uint64_t value) {
  sqlite3_bind_int64(statement_.get(), parameter, static_cast<sqlite3_int64>(value));
  return *this;
}

Statement& Statement::Bind(int parameter, std::string_view text) {
  // An empty view may have a null pointer, which SQLite would take for NULL.
  const char* bytes = text.data() != nullptr ? text.data() : "";
  sqlite3_bind_text64(statement_.get(), parameter, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Status Statement::Fail(int code) {
  Status status = SqliteError(file_, sqlite3_db_handle(statement_.get()), code);
  sqlite3_reset(statement_.get());
  return status;
}

Status Statement::Run() {
  const int code = sqlite3_step(statement_.get());
  if (code != SQLITE_DONE && code != SQLITE_ROW) return Fail(code);
  const int reset = sqlite3_reset(statement_.get());
  if (reset != SQLITE_OK) return Fail(reset);
  return OkStatus();
}

StatusOr<bool> Statement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) return Fail(code);
  Reset();
  return false;
}

void Statement::Reset() { sqlite3_reset(statement_.get()); }

std::uint64_t Statement::Number(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(statement_.get(), column));
}

std::string_view Statement::Text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

StatusOr<SqliteHandle> SqliteHandle::Open(const std::string& path) {
  sqlite3* connection = nullptr;
  const int code = sqlite3_open_v2(
      path.c_str(), &connection,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
      nullptr);
  SqliteHandle handle;
  handle.path_ = path;
  handle.connection_.reset(connection);
  if (code != SQLITE_OK) return SqliteError(path, connection, code);
  // The checkpointing connection may hold the file for a moment.
  sqlite3_busy_timeout(connection, 10'000);
  return handle;
}

Status SqliteHandle::Execute(const char* sql) {
  const int code = sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return SqliteError(path_, connection_.get(), code);
  return OkStatus();
}

StatusOr<Statement> SqliteHandle::Prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(connection_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr);
  if (code != SQLITE_OK) return SqliteError(path_, connection_.get(), code);
  return Statement(path_, statement);
}

StatusOr<std::uint64_t> SqliteHandle::QueryNumber(const char* sql) {
  ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  ASSIGN_OR_RETURN(const bool row, statement.Step());
  return row ? statement.Number(0) : 0;
}

}  // namespace doublon::store
