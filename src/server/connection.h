#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "server/batch.h"
#include "server/line_framer.h"
#include "server/traffic.h"

namespace doublon::server {

// One client. Lines become batches, one of which is at work at a time; answers go out in order. All
// methods run on the I/O thread. It lives in Traffic::connections until it is closed; operations
// under way hold it a little longer.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using Time = service::Clock::time_point;

  Connection(Traffic& traffic, Socket socket, std::uint64_t number);

  void Start();
  // Takes no more lines; closes when what was received is answered and sent.
  void Drain();
  // Closes what is idle for too long or does not read its answers.
  void Sweep(Time now);
  // Ends it now, whatever is under way. The event is for the log: "closed=end".
  void Close(std::string_view event);

 private:
  void WaitReadable();
  void OnReadable();
  void TakeBytes(std::string_view bytes);
  void FrameLines();
  void AddLine(const LineFramer::Item& item, LineFate fate);
  void AccountBuffered();
  void Dispatch();
  void Submit(std::unique_ptr<Batch> batch);
  void OnBatch(std::unique_ptr<Batch> batch);
  void Flush();
  // Whatever can go on after an event: framing, dispatching, reading, closing.
  void Proceed();
  void CloseGently();

  bool input_ended() const noexcept { return eof_ || draining_; }
  bool may_take_lines() const noexcept;
  std::size_t output_bytes() const noexcept { return output_.size() - output_sent_; }

  Traffic& traffic_;
  Socket socket_;
  const std::uint64_t number_;
  LineFramer framer_;
  std::size_t buffered_accounted_ = 0;

  std::unique_ptr<Batch> pending_;     // being filled
  std::unique_ptr<Batch> unfinished_;  // came back before its end, waits for output to drain
  bool busy_ = false;                  // a batch is with the executor
  std::size_t requests_in_flight_ = 0;
  std::size_t bytes_in_flight_ = 0;

  std::string output_;
  std::size_t output_sent_ = 0;

  bool reading_ = false;  // a wait for bytes is under way
  bool writing_ = false;  // a wait for room is under way
  bool eof_ = false;
  bool draining_ = false;
  bool lingering_ = false;  // all is sent; waits for the client to close
  bool closed_ = false;
  Time last_heard_;
  Time output_high_since_;  // Time::max() below the soft limit
  Time lingering_since_;
};

}  // namespace doublon::server
