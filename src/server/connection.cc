#include "server/connection.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace doublon::server {
namespace {

using boost::system::error_code;
namespace asio = boost::asio;

// Reads of one turn, so that a fast client does not keep the others waiting.
constexpr int kReadsPerTurn = 4;
constexpr std::size_t kKeptOutputCapacity = 64 * 1024;
constexpr auto kLingerTime = std::chrono::seconds(1);

}  // namespace

Connection::Connection(Traffic& traffic, Socket socket, std::uint64_t number)
    : traffic_(traffic),
      socket_(std::move(socket)),
      number_(number),
      framer_(traffic.limits().line_bytes_max),
      last_heard_(service::Clock::now()),
      output_high_since_(Time::max()) {}

void Connection::Start() {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  WaitReadable();
}

bool Connection::may_take_lines() const noexcept {
  const protocol::Limits& limits = traffic_.limits();
  return !closed_ && requests_in_flight_ < limits.requests_in_flight_max &&
         bytes_in_flight_ < limits.bytes_in_flight_max &&
         output_bytes() < limits.output_bytes_soft_max;
}

void Connection::WaitReadable() {
  if (reading_ || closed_) return;
  reading_ = true;
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](const error_code& error) {
    self->reading_ = false;
    if (self->closed_) return;
    if (error) return self->Close("closed=error");
    self->OnReadable();
  });
}

void Connection::OnReadable() {
  for (int turn = 0; turn < kReadsPerTurn && (may_take_lines() || lingering_); ++turn) {
    error_code error;
    const std::size_t size = socket_.read_some(asio::buffer(traffic_.read_buffer), error);
    if (error == asio::error::would_block || error == asio::error::try_again) break;
    if (error == asio::error::eof) {
      if (lingering_) return Close("closed=end");
      eof_ = true;
      framer_.Finish();
      FrameLines();
      break;
    }
    if (error) return Close("closed=error");
    if (draining_ || lingering_) continue;  // what comes after the end is dropped
    TakeBytes({traffic_.read_buffer.data(), size});
    if (closed_) return;
  }
  Proceed();
}

void Connection::TakeBytes(std::string_view bytes) {
  last_heard_ = service::Clock::now();
  framer_.Append(bytes);
  FrameLines();
  AccountBuffered();
  if (!closed_ && traffic_.queue_bytes > traffic_.limits().queue_bytes_max && may_take_lines()) {
    // The memory for lines is spent, and this one has no end in sight.
    if (const std::uint64_t number = framer_.DropPartialLine(); number != 0) {
      AddLine({LineFramer::Event::kTooLong, {}, number}, LineFate::kOverloaded);
      AccountBuffered();
    }
  }
}

void Connection::AccountBuffered() {
  const std::size_t buffered = framer_.buffered_bytes();
  traffic_.queue_bytes += buffered;
  traffic_.queue_bytes -= buffered_accounted_;
  buffered_accounted_ = buffered;
}

void Connection::FrameLines() {
  while (may_take_lines()) {
    const LineFramer::Item item = framer_.Next();
    switch (item.event) {
      case LineFramer::Event::kNone:
        return;
      case LineFramer::Event::kNotOurs:
        traffic_.counters().closed_first_byte.fetch_add(1, std::memory_order_relaxed);
        return Close("closed=first_byte");
      case LineFramer::Event::kTooLong:
        AddLine(item, LineFate::kTooLarge);
        break;
      case LineFramer::Event::kLine: {
        const protocol::Limits& limits = traffic_.limits();
        const bool room = traffic_.queue_requests < limits.queue_requests_max &&
                          traffic_.queue_bytes <= limits.queue_bytes_max;
        AddLine(item, room ? LineFate::kRequest : LineFate::kOverloaded);
        break;
      }
    }
  }
}

void Connection::AddLine(const LineFramer::Item& item, LineFate fate) {
  if (pending_ == nullptr) {
    pending_ = std::make_unique<Batch>();
    pending_->connection = number_;
  }
  const std::string_view kept = fate == LineFate::kRequest ? item.line : std::string_view();
  pending_->lines.push_back({item.number, last_heard_, pending_->bytes.size(), kept.size(), fate});
  pending_->bytes.append(kept);
  ++requests_in_flight_;
  ++traffic_.queue_requests;
  bytes_in_flight_ += kept.size();
  traffic_.queue_bytes += kept.size();
}

void Connection::Dispatch() {
  if (busy_ || output_bytes() >= traffic_.limits().output_bytes_soft_max) return;
  if (unfinished_ != nullptr) return Submit(std::move(unfinished_));
  if (pending_ != nullptr) return Submit(std::move(pending_));
}

void Connection::Submit(std::unique_ptr<Batch> batch) {
  busy_ = true;
  traffic_.executor->Submit(
      std::move(batch), [self = shared_from_this()](std::unique_ptr<Batch> done) {
        asio::post(self->traffic_.io,
                   [self, done = std::move(done)]() mutable { self->OnBatch(std::move(done)); });
      });
}

void Connection::OnBatch(std::unique_ptr<Batch> batch) {
  busy_ = false;
  if (closed_) {
    // Its accounts were settled when it was closed.
    return;
  }
  if (output_sent_ == output_.size()) {
    output_ = std::move(batch->answers);
    output_sent_ = 0;
  } else {
    output_ += batch->answers;
  }
  batch->answers.clear();
  if (batch->done()) {
    requests_in_flight_ -= batch->lines.size();
    traffic_.queue_requests -= batch->lines.size();
    bytes_in_flight_ -= batch->bytes.size();
    traffic_.queue_bytes -= batch->bytes.size();
  } else {
    unfinished_ = std::move(batch);
  }
  Flush();
  Proceed();
}

void Connection::Flush() {
  while (!closed_ && !writing_ && output_bytes() > 0) {
    error_code error;
    output_sent_ +=
        socket_.write_some(asio::buffer(output_.data() + output_sent_, output_bytes()), error);
    if (error == asio::error::would_block || error == asio::error::try_again) {
      writing_ = true;
      socket_.async_wait(Socket::wait_write,
                         [self = shared_from_this()](const error_code& failure) {
                           self->writing_ = false;
                           if (self->closed_) return;
                           if (failure) return self->Close("closed=error");
                           self->Flush();
                           self->Proceed();
                         });
      break;
    }
    if (error) return Close("closed=error");
  }
  if (output_sent_ == output_.size()) {
    output_.clear();
    output_sent_ = 0;
    if (output_.capacity() > kKeptOutputCapacity) std::string().swap(output_);
  } else if (output_sent_ > output_.size() / 2) {
    output_.erase(0, output_sent_);
    output_sent_ = 0;
  }
}

void Connection::Proceed() {
  if (closed_) return;
  const protocol::Limits& limits = traffic_.limits();
  if (output_bytes() > limits.output_bytes_hard_max) {
    traffic_.counters().closed_slow_reader.fetch_add(1, std::memory_order_relaxed);
    return Close("closed=slow_reader");
  }
  const bool high = output_bytes() >= limits.output_bytes_soft_max;
  if (!high) {
    output_high_since_ = Time::max();
  } else if (output_high_since_ == Time::max()) {
    output_high_since_ = service::Clock::now();
  }
  FrameLines();
  AccountBuffered();
  if (closed_) return;
  Dispatch();
  const bool all_done = requests_in_flight_ == 0 && output_bytes() == 0;
  if (input_ended() && all_done) return CloseGently();
  if (!input_ended() && may_take_lines()) WaitReadable();
}

void Connection::Drain() {
  if (draining_ || closed_) return;
  draining_ = true;
  Proceed();
}

// All is answered. When the client has closed its side, so do we; else it is told the end and given
// a moment to read the last answers: closing with unread bytes would take them from it.
void Connection::CloseGently() {
  if (eof_) return Close("closed=end");
  if (lingering_) return;
  lingering_ = true;
  lingering_since_ = service::Clock::now();
  error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  WaitReadable();
}

void Connection::Sweep(Time now) {
  if (closed_) return;
  if (lingering_) {
    if (now - lingering_since_ >= kLingerTime) Close("closed=end");
    return;
  }
  if (output_high_since_ != Time::max() &&
      now - output_high_since_ >= std::chrono::milliseconds(traffic_.limits().output_grace_ms)) {
    traffic_.counters().closed_slow_reader.fetch_add(1, std::memory_order_relaxed);
    return Close("closed=slow_reader");
  }
  const bool idle = requests_in_flight_ == 0 && output_bytes() == 0;
  if (idle && traffic_.options.idle_timeout.count() > 0 &&
      now - last_heard_ >= traffic_.options.idle_timeout) {
    traffic_.counters().closed_idle.fetch_add(1, std::memory_order_relaxed);
    Close("closed=idle");
  }
}

void Connection::Close(std::string_view event) {
  if (closed_) return;
  closed_ = true;
  const auto self = shared_from_this();  // the map may hold the last reference
  traffic_.log.WriteEvent(number_, event);
  traffic_.queue_requests -= requests_in_flight_;
  traffic_.queue_bytes -= bytes_in_flight_ + buffered_accounted_;
  std::string().swap(output_);
  pending_.reset();
  unfinished_.reset();
  error_code ignored;
  socket_.close(ignored);
  traffic_.counters().connections_open.fetch_sub(1, std::memory_order_relaxed);
  traffic_.connections.erase(number_);
}

}  // namespace doublon::server
