// SPDX-License-Identifier: GPL-3.0-or-later
#include "util/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <new>

namespace cnnvis {

struct Sha256::Context {
    EVP_MD_CTX* context = EVP_MD_CTX_new();

    Context()
    {
        if (context == nullptr || EVP_DigestInit_ex(context, EVP_sha256(), nullptr) != 1)
            throw std::bad_alloc(); // nothing else can fail
    }
    ~Context() { EVP_MD_CTX_free(context); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
};

Sha256::Sha256()
    : m_context(std::make_unique<Context>())
{ }

Sha256::~Sha256() = default;

void Sha256::add(const void* bytes, std::size_t count)
{
    EVP_DigestUpdate(m_context->context, bytes, count);
}

std::string Sha256::digits()
{
    std::array<unsigned char, 32> digest{};
    EVP_DigestFinal_ex(m_context->context, digest.data(), nullptr);
    constexpr const char* kDigits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : digest)
        text += {kDigits[byte >> 4U], kDigits[byte & 15U]};
    return text;
}

} // namespace cnnvis
