#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"

struct sqlite3;
struct sqlite3_stmt;

namespace doublon::store {

// A prepared statement, finalised when it goes. Usage: Bind* for every parameter (numbered from 1),
// then Run or Step until false; both leave the statement ready for the next round. Bound text must
// live until then.
class Statement {
 public:
  Statement() = default;
  Statement(std::string file, sqlite3_stmt* statement);

  Statement& Bind(int parameter, std::uint64_t value);
  Statement& Bind(int parameter, std::string_view text);

  // Runs a statement that yields no rows.
  Status Run();
  // The next row: true when there is one; false at the end, after which the statement starts anew.
  StatusOr<bool> Step();
  void Reset();

  std::uint64_t Number(int column) const;
  std::string_view Text(int column) const;  // valid until the next Step

 private:
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const;
  };
  Status Fail(int code);
  std::string file_;  // for messages
  std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
};

// A connection to one SQLite file. Each error names the file and SQLite's reason, never a bound
// value. Thread safety: one thread at a time.
class SqliteHandle {
 public:
  SqliteHandle() = default;
  // Opens or makes the file. Errors: Unavailable (cannot open), DataLoss (not a database).
  static StatusOr<SqliteHandle> Open(const std::string& path);

  Status Execute(const char* sql);
  StatusOr<Statement> Prepare(const char* sql);
  StatusOr<std::uint64_t> QueryNumber(const char* sql);  // first column of the first row
  sqlite3* raw() const { return connection_.get(); }
  const std::string& path() const { return path_; }

 private:
  struct Closer {
    void operator()(sqlite3* connection) const;
  };
  std::string path_;
  std::unique_ptr<sqlite3, Closer> connection_;
};

// The Status of an SQLite result code: DataLoss for damage, ResourceExhausted for a full disk, else
// Unavailable.
Status SqliteError(const std::string& path, sqlite3* connection, int code);

}  // namespace doublon::store
